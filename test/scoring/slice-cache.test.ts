/** Slices of a task from the organiser's choice to the team's report, through a real worker. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { newId } from '#core/ids.ts'
import type { SplitReport } from '#core/report.ts'
import type { DatasetSchema } from '#datasets/schema.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { vault } from '#store/vault.ts'
import { type ChallengeWorld, incoming, makeCaptain, makeChallenge } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const { url, dataFolder } = await freshDatabase()
after(closeSender)

const ROWS = Array.from({ length: 160 }, (_, i) => i)
const csv = (header: string, cells: (i: number) => (string | number)[]) =>
  `${header}\n${ROWS.map((i) => cells(i).join(',')).join('\n')}\n`
const label = (i: number) => (i % 2 ? 'cat' : 'dog')
const part = (i: number) => (i < 80 ? 'public' : 'private')
/** A value that has to be quoted. */
const country = (i: number) => (i % 4 < 2 ? '"Bern, CH"' : 'FR')
/** Right for one country; for the other in public half of the time, in private never. */
const isRight = (i: number) => i % 4 < 2 || (i < 80 && i % 8 < 4)

const column = (name: string, role: 'id' | 'feature', modality: 'id' | 'categorical' | 'numeric') =>
  ({ name, type: 'string', modality, role, nullable: false }) as const
const SCHEMA: DatasetSchema = {
  standard: 'grandstand-data/1',
  kind: 'classification',
  tables: [
    {
      name: 'test',
      columns: [
        column('record', 'id', 'id'),
        column('country', 'feature', 'categorical'),
        column('age', 'feature', 'numeric'),
      ],
    },
  ],
}

async function stored(put: (bytes: Buffer) => Promise<unknown>, text: string): Promise<string> {
  await put(Buffer.from(text))
  return createHash('sha256').update(text).digest('hex')
}

/** A release with a test table of two features, and truth for it. */
async function releaseOf({ task }: ChallengeWorld): Promise<string> {
  const { release } = await database().task.findFirstOrThrow({
    where: { slug: task },
    include: { release: true },
  })
  const releaseId = newId('rel')
  const about = { datasetId: release.datasetId, version: 2, schema: SCHEMA }
  await database().release.create({
    data: { id: releaseId, status: 'ready', readyAt: new Date(), ...about },
  })
  const [vaultKey, blobKey] = [`releases/${releaseId}/animal.csv`, `releases/${releaseId}/test.csv`]
  const truth = csv('id,label,split', (i) => [i, label(i), part(i)])
  const test = csv('country,record,age', (i) => [country(i), i, i % 50])
  const truthSha256 = await stored((bytes) => vault().put(vaultKey, [bytes]), truth)
  const sha256 = await stored((bytes) => blobs().put(blobKey, [bytes]), test)
  await database().truth.create({
    data: {
      ...{ id: newId('tru'), releaseId, name: 'animal', vaultKey, sha256: truthSha256 },
      ...{ rows: 160, publicRows: 80, classes: ['cat', 'dog'] },
    },
  })
  const sizeBytes = Buffer.byteLength(test)
  await database().releaseFile.create({
    data: { releaseId, path: 'test.csv', table: 'test', format: 'csv', sizeBytes, sha256, blobKey },
  })
  return releaseId
}

describe('slices of a task', () => {
  it('stand in the report of each part, and are of features that teams have', async () => {
    const world = await makeChallenge()
    const releaseId = await releaseOf(world)
    const captain = await makeCaptain(world.challenge)
    const add = (slices: string[][]) =>
      createTask.call(world.organiser, {
        ...{ challenge: world.challenge, track: 'animals', title: 'Fair cats', slug: `${world.task}-fair` },
        ...{ releaseId, truth: 'animal', primaryMetric: 'accuracy' },
        spec: { kind: 'classification', slices },
      })
    for (const name of ['label', 'record', 'county'])
      await assert.rejects(add([[name]]), /it has: country, age/)
    const task = await add([['country'], ['age', 'country']])
    assert.deepEqual(task.spec.slices, [['country'], ['age', 'country']])

    const worker = startProgram([path.join(projectFolder, 'bin', 'worker.ts')], {
      DATABASE_URL: url,
      GRANDSTAND_DATA: dataFolder,
    })
    await worker.saw(/worker ready/)
    const reports: SplitReport[] = []
    // the second time from what the worker has kept
    for (let time = 0; time < 2; time++) {
      const file = incoming(csv('id,prediction', (i) => [i, isRight(i) ? label(i) : label(i + 1)]))
      const { id } = await createSubmission.call(captain, { task: task.slug }, { file })
      const report = await getSubmission.call(captain, { submission: id, wait: 60 })
      assert.equal(report.status, 'scored')
      assert.equal(report.private, null)
      assert.ok(report.public)
      reports.push(report.public)
    }
    worker.child.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    assert.deepEqual(reports[0], reports[1])

    const [byCountry, byBoth] = reports[0].slices ?? []
    assert.deepEqual(
      byCountry.slices.map(({ values, rows, score }) => [values[0], rows, score]),
      [
        ['Bern, CH', 40, 1],
        ['FR', 40, 0.5],
      ],
    )
    assert.deepEqual([byCountry.worst, byCountry.gap], [1, 0.5])
    assert.deepEqual(byBoth.columns, ['age', 'country'])
    assert.equal(
      byBoth.slices.reduce((sum, { rows }) => sum + rows, 0),
      80,
    )
    const evaluation = await database().evaluation.findFirstOrThrow()
    const kept = evaluation.privateReport as unknown as SplitReport
    assert.deepEqual(
      kept.slices?.[0].slices.map(({ score }) => score),
      [1, 0],
    )
  })
})
