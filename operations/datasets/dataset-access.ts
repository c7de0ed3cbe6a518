/** The one check between people and datasets: every operation on a dataset or a release comes through here. */
import { type Actor, mayOrganise } from '#core/access.ts'
import { type DatasetStanding, dataAccess } from '#core/dataset-access.ts'
import { GrandstandError } from '#core/errors.ts'
import { type Db, database } from '#store/database.ts'
import {
  type DatasetRecord,
  type DatasetTies,
  findDataset,
  findDatasetTies,
  findRelease,
  NO_TIES,
  type ReleaseRecord,
} from '#store/datasets.ts'

/** What somebody may have of a dataset that they may see. */
export type DatasetAccess = 'read-terms' | 'data'

/** Whether the actor may change this dataset: who made it, or an operator. */
export function keeps(record: Pick<DatasetRecord, 'createdById'>, actor: Actor): boolean {
  return mayOrganise(actor, [record.createdById])
}

/** The ties of whoever asks. */
export async function tiesOf(actor: Actor, db: Db): Promise<DatasetTies> {
  return actor.kind === 'person' ? findDatasetTies(db, actor.userId) : NO_TIES
}

function standing(record: DatasetRecord, actor: Actor, ties: DatasetTies): DatasetStanding {
  const tasks = record.releases.flatMap((release) => release.tasks)
  const challenges = tasks.map((task) => task.track.challengeId)
  return {
    visibility: record.visibility,
    keeps: keeps(record, actor),
    organises: challenges.some((id) => ties.organising.has(id)),
    participates: challenges.some((id) => ties.participating.has(id)),
    termsVersion: record.termsVersion,
    acceptedVersion: ties.accepted.get(record.id) ?? 0,
  }
}

/** What the actor may have; undefined when the dataset is not there for them. */
export function accessTo(record: DatasetRecord, actor: Actor, ties: DatasetTies): DatasetAccess | undefined {
  const access = dataAccess(standing(record, actor, ties))
  return access === 'nothing' ? undefined : access
}

/** Whether somebody may make tasks on a dataset: it is public, or theirs to give to a challenge's members. */
export async function mayBuildOn(record: DatasetRecord, actor: Actor, db: Db): Promise<boolean> {
  const { visibility, keeps: mine, organises } = standing(record, actor, await tiesOf(actor, db))
  return visibility === 'public' || mine || organises
}

function unseen(what: string): GrandstandError {
  const way = 'If it belongs to a challenge, sign in and accept the rules of the challenge first.'
  return new GrandstandError('not_found', `There is no ${what} that you may see. ${way}`)
}

/** A dataset as far as the actor may see it: what it is and its terms, perhaps without its data. */
export async function findVisible(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<{ record: DatasetRecord; access: DatasetAccess }> {
  const record = await findDataset(db, slugOrId)
  const access = record && accessTo(record, actor, await tiesOf(actor, db))
  if (!record || !access) throw unseen(`dataset ${slugOrId}`)
  return { record, access }
}

/** {@link findVisible}, when the rest does not matter. */
export async function visibleDataset(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<DatasetRecord> {
  return (await findVisible(actor, slugOrId, db)).record
}

/** The dataset, when the actor keeps it; `forbidden` when they may only look. */
export async function datasetToKeep(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<DatasetRecord> {
  const record = await visibleDataset(actor, slugOrId, db)
  if (keeps(record, actor)) return record
  throw new GrandstandError('forbidden', 'Only who made the dataset, or an operator, may change it.')
}

/**
 * A release with all that is in it.
 *
 * @throws GrandstandError `not_found`, or `terms_not_accepted` with where to accept them.
 */
export async function visibleRelease(actor: Actor, id: string, db: Db = database()): Promise<ReleaseRecord> {
  const record = await findRelease(db, id)
  const finished = record?.status === 'ready' || record?.status === 'withdrawn'
  if (!record || !(finished || keeps(record.dataset, actor))) throw unseen(`release ${id}`)
  const access = accessTo(record.dataset, actor, await tiesOf(actor, db))
  if (!access) throw unseen(`release ${id}`)
  if (access === 'read-terms') {
    const { title, slug, termsVersion } = record.dataset
    throw new GrandstandError(
      'terms_not_accepted',
      `Read the terms of ${title} (version ${termsVersion}) on its page, /datasets/${slug}, and accept them there or by POST /api/v1/datasets/${slug}/terms/acceptances.`,
    )
  }
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
