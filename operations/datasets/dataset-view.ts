import { z } from 'zod'
import { type Actor, mayOrganise } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { datasetSchema } from '#datasets/schema.ts'
import { type Db, database } from '#store/database.ts'
import {
  type DatasetRecord,
  findDataset,
  findRelease,
  participatesInAny,
  type ReleaseRecord,
} from '#store/datasets.ts'
import { instant } from '../challenges/challenge-view.ts'
import { problemView } from '../submissions/submission-view.ts'

export const RELEASE_STATUSES = [
  'collecting',
  'inspecting',
  'proposed',
  'building',
  'ready',
  'failed',
  'withdrawn',
] as const

export const releaseSummaryView = z.object({
  id: z.string(),
  version: z.number().int(),
  status: z.enum(RELEASE_STATUSES),
  createdAt: instant,
  readyAt: instant.nullable(),
})

export const datasetView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  description: z.string(),
  kind: z.enum(['classification', 'matching']),
  licence: z.string(),
  attribution: z.string(),
  visibility: z.enum(['public', 'members', 'organisers']),
  /** Newest first; people who do not run it see ready and withdrawn ones only. */
  releases: z.array(releaseSummaryView),
  mayOrganise: z.boolean(),
})

/** Profile, checks and sample rows are what datasets/ computed at registration, handed through as they are. */
export const releaseView = releaseSummaryView.extend({
  dataset: datasetView,
  schema: datasetSchema.nullable(),
  profile: z.unknown(),
  checks: z.unknown(),
  sampleRows: z.unknown(),
  rowHash: z.string().nullable(),
  problems: z.array(problemView),
  sources: z.array(
    z.object({ table: z.string(), filename: z.string(), sizeBytes: z.number(), sha256: z.string() }),
  ),
  files: z.array(
    z.object({
      path: z.string(),
      table: z.string().nullable(),
      format: z.string(),
      sizeBytes: z.number(),
      sha256: z.string(),
      rows: z.number().int().nullable(),
    }),
  ),
  truths: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      rows: z.number().int(),
      publicRows: z.number().int(),
      classes: z.array(z.string()),
    }),
  ),
})

/** Whether the actor may change this dataset: who made it, or an operator. */
export function keeps(record: Pick<DatasetRecord, 'createdById'>, actor: Actor): boolean {
  return mayOrganise(actor, [record.createdById])
}

export function showDataset(record: DatasetRecord, actor: Actor): z.input<typeof datasetView> {
  const mine = keeps(record, actor)
  const shown = record.releases.filter((release) => mine || ['ready', 'withdrawn'].includes(release.status))
  return {
    ...record,
    kind: record.kind === 'matching' ? 'matching' : 'classification',
    releases: shown.map(showReleaseSummary),
    mayOrganise: mine,
  }
}

function showReleaseSummary(release: {
  id: string
  version: number
  status: (typeof RELEASE_STATUSES)[number]
  createdAt: Date
  readyAt: Date | null
}): z.input<typeof releaseSummaryView> {
  const { id, version, status } = release
  return {
    id,
    version,
    status,
    createdAt: release.createdAt.toISOString(),
    readyAt: release.readyAt?.toISOString() ?? null,
  }
}

export function showRelease(record: ReleaseRecord, actor: Actor): z.input<typeof releaseView> {
  const mine = keeps(record.dataset, actor)
  return {
    ...showReleaseSummary(record),
    dataset: showDataset(record.dataset, actor),
    schema: datasetSchema.nullable().parse(record.schema),
    profile: record.profile,
    checks: mine ? record.checks : null,
    sampleRows: record.sampleRows,
    rowHash: record.rowHash,
    problems: z.array(problemView).parse(record.problems ?? []),
    sources: mine ? record.sources.map((source) => ({ ...source, sizeBytes: Number(source.sizeBytes) })) : [],
    files: record.files.map((file) => ({ ...file, sizeBytes: Number(file.sizeBytes) })),
    truths: record.truths,
  }
}

/** Passes when the actor may see the data: public, or a member of a challenge that uses it, or who keeps it. */
async function requireDataAccess(record: DatasetRecord, actor: Actor, db: Db): Promise<void> {
  if (record.visibility === 'public' || keeps(record, actor)) return
  if (record.visibility === 'members' && actor.kind === 'person') {
    const tasks = record.releases.flatMap((release) => release.tasks)
    const challengeIds = [...new Set(tasks.map((task) => task.track.challengeId))]
    if (await participatesInAny(db, challengeIds, actor.userId)) return
  }
  throw new GrandstandError(
    'not_found',
    'There is no such dataset that you may see. If it belongs to a challenge, accept its rules first.',
  )
}

export async function visibleDataset(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<DatasetRecord> {
  const record = await findDataset(db, slugOrId)
  if (!record) throw new GrandstandError('not_found', `There is no dataset ${slugOrId} that you may see.`)
  await requireDataAccess(record, actor, db)
  return record
}

export async function visibleRelease(actor: Actor, id: string, db: Db = database()): Promise<ReleaseRecord> {
  const record = await findRelease(db, id)
  const finished = record?.status === 'ready' || record?.status === 'withdrawn'
  if (!record || !(finished || keeps(record.dataset, actor))) {
    throw new GrandstandError('not_found', `There is no release ${id} that you may see.`)
  }
  await requireDataAccess(record.dataset, actor, db)
  return record
}

/** The release, when the actor keeps its dataset. */
export async function releaseToKeep(actor: Actor, id: string, db: Db = database()): Promise<ReleaseRecord> {
  const record = await visibleRelease(actor, id, db)
  if (keeps(record.dataset, actor)) return record
  throw new GrandstandError(
    'forbidden',
    'Only who made the dataset, or an operator, may change its releases.',
  )
}
