import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cellText } from '#datasets/cell-text.ts'
import { KeptRows, readKeptRows } from '#datasets/kept-rows.ts'
import { KeptWriter } from '#datasets/kept-writer.ts'
import { RowHash } from '#datasets/row-hash.ts'
import { DualTableWriter } from '#datasets/table-writers.ts'
import { selectFromBatch, type TypedBatch } from '#datasets/typed-batch.ts'
import { build, csv } from './build-from-text.ts'
import { ALL_TYPES, generateRows, toBatches } from './generated-table.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

function withLines(batches: readonly TypedBatch[]): TypedBatch[] {
  let next = 2
  return batches.map((batch) => ({
    ...batch,
    lines: Uint32Array.from({ length: batch.rowCount }, () => next++),
  }))
}

function textsOf(batches: Iterable<TypedBatch>): string[] {
  const found: string[] = []
  for (const { rowCount, columns, lines } of batches) {
    for (let row = 0; row < rowCount; row++)
      found.push(JSON.stringify([lines?.[row], columns.map((column) => cellText(column, row))]))
  }
  return found
}

function keep(batches: readonly TypedBatch[], memoryBytes?: number): KeptRows {
  const kept = new KeptRows(temp.path, ALL_TYPES.columns, memoryBytes)
  for (const batch of batches) kept.observe(batch)
  kept.seal()
  return kept
}

test('law: what is kept comes back, every type, null and line, however it was cut into batches', () => {
  for (const [seed, count, cut] of [
    [1, 0, 10],
    [2, 1, 1],
    [3, 500, 7],
    [4, 20_000, 999],
  ]) {
    const batches = withLines(toBatches(ALL_TYPES, generateRows(count, seed), cut))
    const kept = keep(batches)
    assert.equal(kept.rows, count)
    const given = textsOf(batches)
    assert.deepEqual(textsOf(readKeptRows(kept.file)), given)
    assert.deepEqual(textsOf(readKeptRows(kept.file)), given, 'a second time')
    kept.abandon()
  }
})

test('law: rows come back in order from memory, from a file, and from both', () => {
  const batches = withLines(toBatches(ALL_TYPES, generateRows(12_000, 5), 2000))
  const given = textsOf(batches)
  const whole = keep(batches).file
  assert.equal(whole.fd, undefined)
  for (const memoryBytes of [0, Math.floor(whole.size / 3), whole.size - 1]) {
    const kept = keep(batches, memoryBytes)
    const { fd, size, fileSize, segments } = kept.file
    assert.ok(fd !== undefined && fileSize > 0 && size === whole.size)
    assert.ok(segments.reduce((sum, { memory }) => sum + memory.byteLength, 0) <= memoryBytes)
    assert.deepEqual(textsOf(readKeptRows(kept.file)), given)
    kept.abandon()
  }
})

test('kept rows have no name and give their space back', () => {
  const before = readdirSync('/proc/self/fd').length
  const kept = keep(toBatches(ALL_TYPES, generateRows(10, 1), 5), 0)
  assert.deepEqual(readdirSync(temp.path), [])
  kept.abandon()
  kept.abandon()
  assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('law: the thread writes the bytes that the tables have when they are written here', async () => {
  const batches = toBatches(ALL_TYPES, generateRows(3000, 6), 100)
  const kept = keep(batches)
  const parts = Uint8Array.from({ length: 3000 }, (_, row) => (row * 7919) % 3)
  const at = ALL_TYPES.columns.map((_, i) => i).filter((i) => i !== 2)
  const columns = at.map((i) => ALL_TYPES.columns[i])
  const folder = join(temp.fresh('thread'), '..')
  const outputs = [false, true].map((isTest) => ({
    ...{ table: { name: isTest ? 'test' : 'train', columns }, at, isTest },
  }))
  const writer = new KeptWriter()
  writer.write({ file: kept.file, folder, outputs, parts })
  for (const [i, { table, isTest }] of outputs.entries()) {
    const here = join(temp.fresh('here'), '..')
    const [own, hash] = [new DualTableWriter(here, table), new RowHash(columns)]
    let first = 0
    for (const batch of batches) {
      const rows = [...Array(batch.rowCount).keys()].filter((row) => (parts[first + row] !== 0) === isTest)
      first += batch.rowCount
      const part = selectFromBatch(batch, at, Uint32Array.from(rows))
      own.observe(part)
      hash.observe(part)
    }
    assert.deepEqual(await writer.written(i), { files: own.finish(), rowHash: hash.digest() })
    for (const format of ['csv', 'parquet']) {
      const name = `${table.name}.${format}`
      assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(here, name))), name)
    }
  }
  await writer.stop()
  kept.abandon()
})

test('what the thread cannot write is said, and stopping it early leaves no open file', async () => {
  const kept = keep(toBatches(ALL_TYPES, generateRows(3000, 7), 100))
  const at = ALL_TYPES.columns.map((_, i) => i)
  const outputs = [{ table: ALL_TYPES, at, isTest: true }]
  const nowhere = new KeptWriter()
  nowhere.write({ file: kept.file, folder: join(temp.path, 'missing'), outputs })
  await assert.rejects(nowhere.written(0), { code: 'ENOENT' })
  await nowhere.stop()
  const before = readdirSync('/proc/self/fd').length
  const folder = join(temp.fresh('stopped'), '..')
  const stopped = new KeptWriter()
  stopped.write({ file: kept.file, folder, outputs })
  const written = stopped.written(0)
  await stopped.stop()
  await assert.rejects(written, /ended early/)
  assert.ok(readdirSync('/proc/self/fd').length <= before)
  kept.abandon()
})

test('a table that is large enough for the thread becomes the release that two given tables become', async () => {
  const words = 'x'.repeat(400)
  const lines = Array.from({ length: 45_000 }, (_, i) => `r${i},${words}${i % 977},${i % 3 ? 'p' : 'q'}`)
  const whole = await build(temp, 'classification', { data: csv('id,words,label', lines) })
  const ids = new Set(
    readFileSync(join(whole.folder, 'test.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, line.indexOf(','))),
  )
  const parted = (isTest: boolean) =>
    lines.filter((line) => ids.has(line.slice(0, line.indexOf(','))) === isTest)
  const [train, tested] = [false, true].map((isTest) => csv('id,words,label', parted(isTest)))
  const given = await build(temp, 'classification', { train, test: tested })
  assert.equal(whole.rowHash, given.rowHash)
  const released = ({ files }: typeof whole) => files.filter(({ path }) => /^(train|test)\./.test(path))
  assert.deepEqual(released(whole), released(given))
  const told = ({ tables }: typeof whole) =>
    tables.map(({ name, rows, profile }) => ({ name, rows, profile }))
  assert.deepEqual(told(whole), told(given))
})

test('a training table that is given and large enough for the thread is released row for row', async () => {
  const words = 'y'.repeat(400)
  const lines = Array.from({ length: 45_000 }, (_, i) => `r${i},${words}${i % 977},${i % 3 ? 'p' : 'q'}`)
  const train = csv('id,words,label', lines)
  const tested = csv('id,words,label', ['t1,some,p', 't2,other,q', 't3,words,p', 't4,here,q'])
  const given = await build(temp, 'classification', { train, test: tested })
  assert.equal(readFileSync(join(given.folder, 'train.csv'), 'utf8'), train)
  assert.deepEqual(
    given.tables.map(({ name, rows }) => [name, rows]),
    [
      ['train', 45_000],
      ['test', 4],
    ],
  )
})
