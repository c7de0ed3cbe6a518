import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { VISIBILITIES } from '#core/dataset-access.ts'
import { datasheetSchema } from '#core/datasheet.ts'
import { GrandstandError } from '#core/errors.ts'
import { parseLicence } from '#core/licences.ts'
import { RELEASE_STATUSES, type ReleaseStatus } from '#core/release.ts'
import { checkView, explainChecks } from '#datasets/checks/check.ts'
import { releaseDiffSchema, truthDiffSchema } from '#datasets/diff-types.ts'
import { datasetSchema } from '#datasets/schema.ts'
import type { DatasetRecord, ReleaseRecord } from '#store/datasets.ts'
import { instant } from '../challenges/challenge-view.ts'
import { problemView } from '../submissions/submission-view.ts'
import { type DatasetAccess, keeps } from './dataset-access.ts'

export const releaseSummaryView = z.object({
  id: z.string(),
  version: z.number().int(),
  status: z.enum(RELEASE_STATUSES),
  createdAt: instant,
  readyAt: instant.nullable(),
  /** Why it should not be used any more; `files`: whether its files were withdrawn too. */
  withdrawn: z.object({ at: instant, reason: z.string(), files: z.boolean() }).nullable(),
})

export const datasetView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  description: z.string(),
  kind: z.enum(['classification', 'matching']),
  /** An SPDX expression. */
  licence: z.string(),
  /** What the expression names; `url` is null for a licence of one's own. */
  licences: z.array(z.object({ id: z.string(), name: z.string(), url: z.string().nullable() })),
  attribution: z.string(),
  visibility: z.enum(VISIBILITIES),
  datasheet: datasheetSchema,
  /** Markdown that members of its challenges accept before they get the data; null when there is nothing to accept. */
  terms: z.object({ version: z.number().int(), text: z.string() }).nullable(),
  /** `read-terms`: you must accept the terms before you get schema, rows or files. */
  access: z.enum(['data', 'read-terms']),
  /** Newest first; people who do not run it see ready and withdrawn ones only. */
  releases: z.array(releaseSummaryView),
  mayOrganise: z.boolean(),
})

/** Profile, checks and sample rows are what datasets/ computed at registration, handed through as they are. */
export const releaseView = releaseSummaryView.extend({
  dataset: datasetView,
  schema: datasetSchema.nullable(),
  profile: z.unknown(),
  /** What the checks at registration found, severe first; null for who does not run the dataset. */
  checks: z.array(checkView).nullable(),
  sampleRows: z.unknown(),
  rowHash: z.string().nullable(),
  /** How it differs from the release before; null for the first. */
  diff: releaseDiffSchema.nullable(),
  /** How the withheld answers differ; null for who does not run the dataset. */
  truthDiff: truthDiffSchema.nullable(),
  /** Of a withdrawn release: the newest one that is ready, to be used instead. */
  successorId: z.string().nullable(),
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

export function showDataset(
  record: DatasetRecord,
  actor: Actor,
  access: DatasetAccess = 'data',
): z.input<typeof datasetView> {
  const mine = keeps(record, actor)
  const shown = record.releases.filter((release) => mine || ['ready', 'withdrawn'].includes(release.status))
  const licence = parseLicence(record.licence)
  return {
    ...record,
    licences: 'licences' in licence ? licence.licences : [],
    datasheet: datasheetSchema.parse(record.datasheet ?? {}),
    terms: record.terms === '' ? null : { version: record.termsVersion, text: record.terms },
    access,
    kind: record.kind === 'matching' ? 'matching' : 'classification',
    releases: shown.map(showReleaseSummary),
    mayOrganise: mine,
  }
}

function showReleaseSummary(release: {
  id: string
  version: number
  status: ReleaseStatus
  createdAt: Date
  readyAt: Date | null
  withdrawnAt: Date | null
  withdrawnReason: string | null
  filesWithdrawn: boolean
}): z.input<typeof releaseSummaryView> {
  const { id, version, status, withdrawnAt, withdrawnReason, filesWithdrawn } = release
  return {
    id,
    version,
    status,
    createdAt: release.createdAt.toISOString(),
    readyAt: release.readyAt?.toISOString() ?? null,
    withdrawn: withdrawnAt && {
      at: withdrawnAt.toISOString(),
      reason: withdrawnReason ?? '',
      files: filesWithdrawn,
    },
  }
}

export function showRelease(record: ReleaseRecord, actor: Actor): z.input<typeof releaseView> {
  const mine = keeps(record.dataset, actor)
  const successor = record.dataset.releases.find((release) => release.status === 'ready')
  // rows and values are content too: they go with the files
  const hidden = record.filesWithdrawn
  return {
    ...showReleaseSummary(record),
    dataset: showDataset(record.dataset, actor),
    schema: datasetSchema.nullable().parse(record.schema),
    profile: hidden ? null : record.profile,
    checks: mine && record.checks ? explainChecks(record.checks) : null,
    sampleRows: hidden ? null : record.sampleRows,
    rowHash: record.rowHash,
    diff: hidden ? null : releaseDiffSchema.nullable().parse(record.diff),
    truthDiff: mine ? truthDiffSchema.nullable().parse(record.truthDiff) : null,
    successorId: record.status === 'withdrawn' ? (successor?.id ?? null) : null,
    problems: z.array(problemView).parse(record.problems ?? []),
    sources: mine ? record.sources.map((source) => ({ ...source, sizeBytes: Number(source.sizeBytes) })) : [],
    files: record.files.map((file) => ({ ...file, sizeBytes: Number(file.sizeBytes) })),
    truths: record.truths,
  }
}

/** Passes unless the release's files were withdrawn with it. Everything that hands out rows or files calls it. */
export function requireFiles({ version, filesWithdrawn, withdrawnReason }: ReleaseRecord): void {
  if (!filesWithdrawn) return
  const why = `The files of release ${version} were withdrawn: ${withdrawnReason ?? 'no reason given'}`
  throw new GrandstandError('withdrawn', `${why}. Its page and checksums stay.`)
}
