import assert from 'node:assert/strict'
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { type Actor, ANONYMOUS } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import { listImages, writeImageArchive } from '#datasets/image-archive.ts'
import { type ColumnSchema, STANDARD, type TableSchema } from '#datasets/schema.ts'
import { ParquetTableWriter } from '#datasets/write-parquet.ts'
import { getReleaseFile } from '#operations/datasets/get-release-file.ts'
import { listPairs } from '#operations/datasets/list-pairs.ts'
import { listRows } from '#operations/datasets/list-rows.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { type Row, toBatches } from '../../datasets/generated-table.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()
const folder = mkdtempSync(join(tmpdir(), 'operations-explore-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const column = (name: string, role: ColumnSchema['role'] = 'feature'): ColumnSchema => ({
  ...{ name, role, type: 'string', modality: role === 'id' ? 'id' : 'text', nullable: role !== 'id' },
})
const RECORDS: TableSchema = {
  name: 'records',
  columns: [column('id', 'id'), column('title'), column('picture')],
}
const PAIRS: TableSchema = {
  name: 'train_pairs',
  columns: [column('id_left', 'id'), column('id_right', 'id'), column('label', 'label')],
}
const records: Row[] = Array.from({ length: 40 }, (_, i) => [
  `r${i}`,
  i === 7 ? null : `shoe ${i % 5}`,
  `${i}.png`,
])
const pairs: Row[] = Array.from({ length: 12 }, (_, i) => [
  `r${i}`,
  i === 3 ? 'gone' : `r${39 - i}`,
  `${i % 2}`,
])

async function makeRelease(visibility: 'public' | 'organisers', filesWithdrawn = false): Promise<string> {
  const [datasetId, id] = [newId('dat'), newId('rel')]
  const { userId } = await makePerson('organiser')
  const about = { title: 'T', summary: 'S', description: '', kind: 'matching', licence: 'CC0-1.0' }
  await database().dataset.create({
    data: { id: datasetId, slug: id, createdById: userId, visibility, ...about },
  })
  const schema = { standard: STANDARD, kind: 'matching', tables: [RECORDS, PAIRS] }
  await database().release.create({
    data: { id, datasetId, version: 1, status: 'ready', readyAt: new Date(), schema, filesWithdrawn },
  })
  const stored = async (path: string, format: string, table?: string) => {
    const blobKey = `releases/${id}/${path}`
    const { sizeBytes, sha256 } = await blobs().put(blobKey, createReadStream(join(folder, path)))
    await database().releaseFile.create({
      data: { releaseId: id, path, table, format, sizeBytes: BigInt(sizeBytes), sha256, blobKey },
    })
  }
  await stored('records.parquet', 'parquet', 'records')
  await stored('train_pairs.parquet', 'parquet', 'train_pairs')
  await stored('images.zip', 'zip')
  await stored('images.csv', 'csv')
  return id
}

before(() => {
  for (const [table, rows] of [
    [RECORDS, records],
    [PAIRS, pairs],
  ] as const) {
    const writer = new ParquetTableWriter(join(folder, `${table.name}.parquet`), table)
    for (const batch of toBatches(table, rows, 7)) writer.observe(batch)
    writer.finish()
  }
  mkdirSync(join(folder, 'images'))
  for (const i of [0, 1, 2]) writeFileSync(join(folder, 'images', `${i}.png`), `picture ${i}`)
  writeImageArchive(join(folder, 'images'), listImages(join(folder, 'images')), folder)
})

test('rows come page by page, and by search and condition', async () => {
  const release = await makeRelease('public')
  const ask = (question: object) =>
    listRows.call(ANONYMOUS, { release, table: 'records', limit: 10, ...question })
  const first = await ask({})
  assert.deepEqual(first.columns, ['id', 'title', 'picture'])
  assert.deepEqual([first.rows.length, first.next, first.total], [10, 10, 40])
  assert.deepEqual(first.rows[7], { row: 7, cells: ['r7', null, '7.png'] })
  assert.equal((await ask({ from: 35 })).next, null)
  const searched = await ask({ search: 'SHOE 3' })
  assert.deepEqual(
    searched.rows.map(({ row }) => row),
    [3, 8, 13, 18, 23, 28, 33, 38],
  )
  const empty = await ask({ column: 'title', test: 'empty' })
  assert.deepEqual(
    empty.rows.map(({ row }) => row),
    [7],
  )
  await assert.rejects(ask({ value: 'x' }), { code: 'invalid_input', message: /in which column/ })
})

test('pairs bring their records, and null where there is none', async () => {
  const release = await makeRelease('public')
  const page = await listPairs.call(ANONYMOUS, { release, table: 'train_pairs', limit: 4 })
  assert.deepEqual([page.next, page.total, page.left.table], [4, 12, 'records'])
  assert.deepEqual(page.pairs[0], {
    ...{ row: 0, cells: ['r0', 'r39', '0'] },
    ...{ left: ['r0', 'shoe 0', '0.png'], right: ['r39', 'shoe 4', '39.png'] },
  })
  assert.equal(page.pairs[3].right, null)
  const positive = await listPairs.call(ANONYMOUS, {
    ...{ release, table: 'train_pairs', column: 'label', test: 'is', value: '1', limit: 25 },
  })
  assert.equal(positive.pairs.length, 6)
  await assert.rejects(listPairs.call(ANONYMOUS, { release, table: 'records' }), {
    message: /holds no pairs/,
  })
})

test('any image of a release can be had, though only the archive is stored', async () => {
  const release = await makeRelease('public')
  const file = await getReleaseFile.call(ANONYMOUS, { release, path: ['images', '1.png'] })
  assert.equal((await buffer(file.stream)).toString(), 'picture 1')
  assert.deepEqual([file.contentType, file.sizeBytes], ['image/png', 9])
  await assert.rejects(getReleaseFile.call(ANONYMOUS, { release, path: 'images/9.png' }), {
    code: 'not_found',
  })
})

test('nobody sees rows or pairs that they may not download', async () => {
  const hidden = await makeRelease('organisers')
  const withdrawn = await makeRelease('public', true)
  const somebody: Actor[] = [ANONYMOUS, await makePerson('participant'), await makePerson('organiser')]
  for (const actor of somebody) {
    for (const [release, code] of [
      [hidden, 'not_found'],
      [withdrawn, 'withdrawn'],
    ] as const) {
      await assert.rejects(listRows.call(actor, { release, table: 'records' }), { code })
      await assert.rejects(listPairs.call(actor, { release, table: 'train_pairs' }), { code })
    }
  }
})
