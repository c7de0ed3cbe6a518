import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { after, it } from 'node:test'
import { ANONYMOUS, type Person } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'
import { withdrawRelease } from '#operations/datasets/withdraw-release.ts'
import { buildRelease as buildNow } from '#scoring/build-release.ts'
import { inspectRelease as inspectNow } from '#scoring/inspect-release.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { vault } from '#store/vault.ts'
import { incoming } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makePerson } from '../helpers/people.ts'

await freshDatabase()
after(closeSender)

const HEADER = 'id,words,sold,label'
const day = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 86_400_000).toISOString().slice(0, 10)
const lines = (
  prefix: string,
  count: number,
  change: (i: number) => Partial<Record<'words' | 'label', string>> = () => ({}),
) =>
  Array.from({ length: count }, (_, i) => {
    const { words = `some words number ${i * 7919} here`, label = i % 2 ? 'x' : 'y' } = change(i)
    return `${prefix}${i},${words},${day((i * 31) % 100)},${label}`
  })
const csv = (rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`

/** A release from upload to ready, the worker's part included. */
async function release(
  organiser: Person,
  dataset: string,
  tables: Record<string, string>,
  options: Omit<Parameters<typeof buildRelease.call>[1], 'release'> = {},
): Promise<string> {
  const { id } = await createRelease.call(organiser, { dataset })
  for (const [table, text] of Object.entries(tables)) {
    const name = table as 'train'
    await uploadTable.call(organiser, { release: id, table: name }, { file: incoming(text) })
  }
  await inspectRelease.call(organiser, { release: id })
  await inspectNow(id)
  await buildRelease.call(organiser, { release: id, ...options })
  await buildNow(id)
  return id
}

async function dataset(): Promise<{ organiser: Person; dataset: string }> {
  const organiser = await makePerson('organiser')
  const name = `d${newId('dat').slice(-12)}`
  const about = { title: name, slug: name, summary: 'Words by day', licence: 'CC0-1.0' }
  await createDataset.call(organiser, { kind: 'classification', ...about })
  return { organiser, dataset: name }
}

it('a further release shows what changed; answers are compared for organisers only', async () => {
  const { organiser, dataset: slug } = await dataset()
  const first = await release(organiser, slug, { train: csv(lines('a', 90)), test: csv(lines('b', 60)) })
  assert.equal((await getRelease.call(organiser, { release: first })).diff, null)
  const flipped = lines('b', 60, (i) => (i < 9 ? { label: i % 2 ? 'y' : 'x' } : {}))
  const changed = lines('a', 95, (i) => (i < 4 ? { words: 'other words entirely' } : {}))
  const second = await release(organiser, slug, {
    train: csv([...changed.slice(2), flipped[59]]),
    test: csv(flipped.slice(0, 59)),
  })
  const seen = await getRelease.call(ANONYMOUS, { release: second })
  assert.deepEqual(seen.diff?.previous, { id: first, version: 1 })
  const [train, tested] = ['train', 'test'].map((name) =>
    seen.diff?.tables.find((table) => table.table === name),
  )
  const counts = [train?.rows?.added, train?.rows?.removed, train?.rows?.changed]
  assert.deepEqual(counts, [6, 2, 2])
  assert.deepEqual([tested?.rows?.added, tested?.rows?.removed, tested?.rows?.changed], [0, 1, 0])
  assert.deepEqual(seen.diff?.moved, { trainToTest: 0, testToTrain: 1 })
  assert.equal(seen.truthDiff, null)
  assert.equal(seen.checks, null)
  const own = await getRelease.call(organiser, { release: second })
  assert.deepEqual([own.truthDiff?.[0].inBoth, own.truthDiff?.[0].labelsChanged], [59, 9])
  const moved = own.checks?.find((check) => check.code === 'withheld_rows_released')
  assert.equal(moved?.severity, 'warning')
  assert.ok(moved?.why && moved.advice)
  // what was withdrawn with its files is not compared with, and an index of rows is no file of a release
  const reason = 'A person asked for it.'
  await withdrawRelease.call(organiser, { release: second, reason, files: true })
  const third = await release(organiser, slug, { train: csv(lines('a', 90)), test: csv(lines('b', 60)) })
  const last = await getRelease.call(ANONYMOUS, { release: third })
  assert.equal(last.diff?.previous.id, first)
  assert.ok(last.diff?.tables.every(({ rows }) => rows && rows.added + rows.removed + rows.changed === 0))
  const files = await database().releaseFile.findMany({ where: { releaseId: third } })
  assert.ok(!files.some(({ path, blobKey }) => `${path} ${blobKey}`.includes('index')))
})

it('a split by time goes through operation and worker; one that does not fit is refused at once', async () => {
  const { organiser, dataset: slug } = await dataset()
  const table = csv(lines('a', 100))
  const wrong = release(organiser, slug, { table }, { split: { method: 'time', timeColumn: 'label' } })
  await assert.rejects(wrong, { code: 'invalid_input', message: /does not fit table 'table'/ })
  const id = await release(
    organiser,
    slug,
    { table },
    {
      split: { method: 'time', timeColumn: 'sold', testFraction: 0.25 },
    },
  )
  const { files, profile } = await getRelease.call(organiser, { release: id })
  assert.equal(files.find((file) => file.path === 'test.csv')?.rows, 25)
  const days = (name: string) => {
    const tables = profile as Record<
      string,
      { columns: { name: string; numbers?: { min: number; max: number } }[] }
    >
    return tables[name].columns.find((column) => column.name === 'sold')?.numbers
  }
  assert.ok((days('train')?.max ?? 0) < (days('test')?.min ?? 0))
})

/** The ids of a release's public test rows. */
async function publicIds(releaseId: string): Promise<string[]> {
  const [{ vaultKey }] = await database().truth.findMany({ where: { releaseId } })
  const rows = (await text(await vault().get(vaultKey))).trimEnd().split('\n').slice(1)
  return rows.flatMap((row) => (row.endsWith(',public') ? [row.split(',')[0]] : []))
}

it('public rows stay public in the next release, and cannot be told from their ids', async () => {
  const [one, other] = [await dataset(), await dataset()]
  const tables = { train: csv(lines('a', 20)), test: csv(lines('b', 300)) }
  const split = { publicFraction: 0.5, seed: 5 }
  const first = await publicIds(await release(one.organiser, one.dataset, tables, { split }))
  const again = await publicIds(await release(one.organiser, one.dataset, tables, { split }))
  assert.deepEqual(again, first)
  // the same rows and seed elsewhere: if ids and seed told the parts, these would be the same
  const elsewhere = await publicIds(await release(other.organiser, other.dataset, tables, { split }))
  assert.deepEqual([first.length, elsewhere.length], [150, 150])
  const shared = elsewhere.filter((id) => first.includes(id)).length
  // 150 drawn twice of 300: 75 expected, standard deviation 4.3
  assert.ok(shared > 45 && shared < 105, `${shared} of 150 in both`)
})
