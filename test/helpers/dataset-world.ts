import type { Person } from '#core/access.ts'
import type { Visibility } from '#core/dataset-access.ts'
import { newId } from '#core/ids.ts'
import type { DatasetSchema } from '#datasets/schema.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createTrack } from '#operations/challenges/create-track.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { MAIN } from './challenge-world.ts'
import { makePerson } from './people.ts'

/** What a released file says that nobody may read without access. */
export const SECRET_ROW = 'row-for-members-only'
/** Where the answers lie; no answer may name it. */
export const vaultKeyOf = (release: string) => `releases/${release}/label.csv`

const SCHEMA: DatasetSchema = {
  standard: 'grandstand-data/1',
  kind: 'classification',
  tables: [
    {
      name: 'train',
      rows: 1,
      columns: [
        { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
        { name: 'words', type: 'string', modality: 'text', role: 'feature', nullable: true },
        { name: 'label', type: 'string', modality: 'categorical', role: 'label', nullable: false },
      ],
    },
    {
      name: 'test',
      rows: 1,
      columns: [
        { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
        { name: 'words', type: 'string', modality: 'text', role: 'feature', nullable: true },
      ],
    },
  ],
}

export interface DatasetWorld {
  organiser: Person
  dataset: string
  release: string
  /** A published challenge with a task on the release. */
  challenge: string
}

/** A dataset with one ready release, put into the database as a worker would have, and a challenge on it. */
export async function makeDataset(options: {
  visibility: Visibility
  terms?: string
}): Promise<DatasetWorld> {
  const organiser = await makePerson('organiser')
  const dataset = `d${newId('dat').slice(-12)}`
  await createDataset.call(organiser, {
    ...{ slug: dataset, title: `Dataset ${dataset}`, summary: 'Some rows', kind: 'classification' },
    ...{ licence: 'CC0-1.0', ...options },
  })
  const { id: datasetId } = await database().dataset.findUniqueOrThrow({ where: { slug: dataset } })
  const release = newId('rel')
  await database().release.create({
    data: { id: release, datasetId, version: 1, status: 'ready', readyAt: new Date(), schema: SCHEMA },
  })
  await putFile(release, 'train.csv', `id,words,label\n1,${SECRET_ROW},cat\n`)
  await putFile(
    release,
    'croissant.json',
    JSON.stringify({ distribution: [{ contentUrl: 'train.csv' }], recordSet: [{ name: SECRET_ROW }] }),
  )
  await database().truth.create({
    data: {
      ...{ id: newId('tru'), releaseId: release, name: 'label', vaultKey: vaultKeyOf(release), sha256: '' },
      ...{ rows: 1, publicRows: 1, classes: ['cat', 'dog'] },
    },
  })
  return { organiser, dataset, release, challenge: await makeChallengeOn(organiser, release) }
}

async function putFile(releaseId: string, path: string, content: string): Promise<void> {
  const blobKey = `releases/${releaseId}/${path}`
  await blobs().put(blobKey, [Buffer.from(content)])
  const sizeBytes = BigInt(Buffer.byteLength(content))
  await database().releaseFile.create({
    data: { releaseId, path, table: 'train', format: path.split('.')[1], sizeBytes, sha256: '0', blobKey },
  })
}

/** A published challenge of an organiser with one task on a release. */
export async function makeChallengeOn(organiser: Person, releaseId: string): Promise<string> {
  const slug = `c${newId('cha').slice(-12)}`
  const text = { title: `Challenge ${slug}`, summary: 'Cats and dogs', rules: 'Be kind.' }
  await createChallenge.call(organiser, { slug, ...text })
  const phase = { slug: 'main', title: 'Main', ...MAIN, dailyQuota: 5, visibleSplit: 'public' as const }
  await setPhases.call(organiser, { challenge: slug, phases: [phase] })
  await createTrack.call(organiser, { challenge: slug, slug: 'animals', title: 'Animals' })
  await createTask.call(organiser, {
    ...{ challenge: slug, track: 'animals', slug: `${slug}-task`, title: 'Cat or dog', truth: 'label' },
    ...{ releaseId, spec: { kind: 'classification' }, primaryMetric: 'accuracy' },
  })
  await updateChallenge.call(organiser, { challenge: slug, status: 'published' })
  return slug
}
