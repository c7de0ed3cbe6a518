/** Organisers' files through the sandbox: what honest, odd and hostile ones come to. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { GrandstandError } from '#core/errors.ts'
import { buildRelease } from '#datasets/build-release.ts'
import { cellText } from '#datasets/cell-text.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { CsvTableWriter } from '#datasets/write-csv.ts'
import { ParquetTableWriter } from '#datasets/write-parquet.ts'
import { neutralFolder } from '#scoring/sandbox/neutral-folder.ts'
import { SandboxError } from '#scoring/sandbox/sandbox-error.ts'
import { inferInSandbox, readInSandbox } from '#scoring/tables/read-in-sandbox.ts'
import { ALL_TYPES, generateRows, toBatches } from '../../datasets/generated-table.ts'
import { tempFolder } from '../../datasets/temp-folder.ts'

const folder = tempFolder()
const rejected = { name: 'GrandstandError', code: 'file_rejected' }

const NUMBERS: TableSchema = {
  name: 'data',
  columns: [
    { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
    { name: 'x', type: 'int64', modality: 'numeric', role: 'feature', nullable: true },
  ],
}

async function cellsOf(path: string, table: TableSchema, only?: string[]): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = []
  for await (const { rowCount, columns } of readInSandbox({ name: table.name, path }, table, only))
    for (let row = 0; row < rowCount; row++) rows.push(columns.map((column) => cellText(column, row)))
  return rows
}

async function drain(path: string, options = {}): Promise<number> {
  let rows = 0
  for await (const batch of readInSandbox({ name: 'data', path }, NUMBERS, undefined, options))
    rows += batch.rowCount
  return rows
}

const jobFolders = () => readdirSync(neutralFolder()).filter((name) => name.startsWith('job-'))

test('law: every type and awkward cell arrives, from CSV and Parquet, as it was written', async () => {
  const batches = toBatches(ALL_TYPES, generateRows(4000, 21), 1000)
  const [csvPath, parquetPath] = [folder.fresh('t.csv'), folder.fresh('t.parquet')]
  const csv = new CsvTableWriter(csvPath, ALL_TYPES.columns)
  const parquet = new ParquetTableWriter(parquetPath, ALL_TYPES)
  const expected: (string | null)[][] = []
  for (const batch of batches) {
    csv.observe(batch)
    parquet.observe(batch)
    for (let row = 0; row < batch.rowCount; row++)
      expected.push(batch.columns.map((column) => cellText(column, row)))
  }
  csv.finish()
  parquet.finish()
  assert.deepEqual(await cellsOf(csvPath, ALL_TYPES), expected)
  assert.deepEqual(await cellsOf(parquetPath, ALL_TYPES), expected)
  const some = await cellsOf(parquetPath, ALL_TYPES, ['at', 'id'])
  assert.deepEqual(
    some,
    expected.map((row) => [row[9], row[0]]),
  )
})

test('a schema is proposed, with progress, and for several tables at once', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `r${i},${i},${i % 2 ? 'yes' : 'no'}`).join('\n')
  const train = folder.write('train', `id,x,label\n${rows}\n`)
  const test = folder.write('test', gzipSync(`id,x,label\n${rows.replaceAll('r', 's')}\n`))
  const seen: number[] = []
  const schema = await inferInSandbox({
    kind: 'classification',
    tables: [
      { name: 'train', path: train },
      { name: 'test', path: test },
    ],
    onProgress: (rowsSoFar) => seen.push(rowsSoFar),
  })
  assert.deepEqual(
    schema.tables.map(({ name, rows: count, columns }) => [name, count, columns.map(({ type }) => type)]),
    [
      ['train', 300, ['string', 'int64', 'string']],
      ['test', 300, ['string', 'int64', 'string']],
    ],
  )
  assert.ok(seen.every((count) => count <= 600))
})

test('what is wrong with a file comes out with its line and column', async () => {
  const path = folder.write('bad', 'id,x\na,1\nb,two\nc,3\nd,\ne,4.5\n')
  const error = await drain(path).catch((caught: unknown) => caught)
  assert.ok(error instanceof GrandstandError)
  assert.deepEqual(
    error.problems.map(({ line, column, code }) => [line, column, code]),
    [
      [3, 'x', 'wrong_type'],
      [6, 'x', 'wrong_type'],
    ],
  )
  const ragged = await drain(folder.write('ragged', 'id,x\na,1\nb\n')).catch((caught: unknown) => caught)
  assert.ok(ragged instanceof GrandstandError && ragged.problems[0].line === 3)
})

test('a bomb, a cut archive, noise and an empty file are rejected, and nothing is left of them', async () => {
  const before = jobFolders()
  const bomb = gzipSync(Buffer.concat([Buffer.from('id,x\n"'), Buffer.alloc(80 << 20, 'a')]))
  await assert.rejects(drain(folder.write('bomb', bomb)), rejected)
  await assert.rejects(drain(folder.write('cut', bomb.subarray(0, 40_000))), rejected)
  await assert.rejects(drain(folder.write('empty', '')), rejected)
  const noise = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) & 255)
  await assert.rejects(drain(folder.write('noise', noise)), rejected)
  assert.deepEqual(jobFolders(), before)
})

test('a file that cannot be read within the limits is rejected, whenever the limit strikes', async () => {
  const path = folder.write(
    'long',
    `id,x\n${Array.from({ length: 400_000 }, (_, i) => `r${i},${i}`).join('\n')}\n`,
  )
  const packed = folder.write(
    'rows',
    gzipSync(Buffer.concat([Buffer.from('id,x\n'), Buffer.alloc(80 << 20, 'r,1\n')])),
  )
  const slow = await drain(packed, { limits: { cpuSeconds: 0.3, wallSeconds: 60 } }).catch(
    (caught: unknown) => caught,
  )
  assert.ok(slow instanceof GrandstandError && slow.problems[0].code === 'time_limit', String(slow))
  const error = await drain(path, { limits: { outputBytes: 1 << 20 } }).catch((caught: unknown) => caught)
  assert.ok(error instanceof GrandstandError && error.problems[0].code === 'output_limit', String(error))
  assert.equal(await drain(path), 400_000)
})

test('a program that is killed in the middle is a fault of the platform, not of the file', async () => {
  const path = folder.write(
    'long',
    `id,x\n${Array.from({ length: 400_000 }, (_, i) => `r${i},${i}`).join('\n')}\n`,
  )
  const before = childrenOf()
  let killed = false
  const reading = (async () => {
    for await (const _ of readInSandbox({ name: 'data', path }, NUMBERS)) {
      if (killed) continue
      for (const pid of childrenOf()) if (!before.includes(pid)) process.kill(pid, 'SIGKILL')
      killed = true
    }
  })()
  await assert.rejects(reading, SandboxError)
  assert.ok(killed)
})

/** Processes that this one started. */
function childrenOf(): number[] {
  return readdirSync(`/proc/${process.pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${process.pid}/task/${thread}/children`, 'latin1')
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
  )
}

test('stopping early and an abort leave no process and no folder', async () => {
  const path = folder.write(
    'long',
    `id,x\n${Array.from({ length: 400_000 }, (_, i) => `r${i},${i}`).join('\n')}\n`,
  )
  const [folders, processes] = [jobFolders(), childrenOf()]
  for await (const _ of readInSandbox({ name: 'data', path }, NUMBERS)) break
  const stopping = new AbortController()
  const aborted = (async () => {
    for await (const _ of readInSandbox({ name: 'data', path }, NUMBERS, undefined, {
      signal: stopping.signal,
    }))
      stopping.abort(new Error('enough'))
  })()
  await assert.rejects(aborted, /enough/)
  assert.deepEqual(jobFolders(), folders)
  assert.deepEqual(childrenOf(), processes)
})

test('an abort while a sandbox is being set up ends it as well, at any moment', {
  timeout: 60_000,
}, async () => {
  const tables = [{ name: 'train', path: folder.write('small', 'id,x\n1,2\n') }]
  const [folders, processes] = [jobFolders(), childrenOf()]
  for (let delayMs = 0; delayMs < 32; delayMs += 2) {
    const stopping = new AbortController()
    const inferred = inferInSandbox({ kind: 'classification', tables }, { signal: stopping.signal })
    const timer = setTimeout(() => stopping.abort(new Error('enough')), delayMs)
    // it may have been quicker
    await inferred.catch((error: unknown) => assert.match(String(error), /enough/))
    clearTimeout(timer)
  }
  assert.deepEqual(jobFolders(), folders)
  assert.deepEqual(childrenOf(), processes)
})

test('a release is built through the sandbox as it is without: equal bytes', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => `r${i},${i * 7},note ${i % 13},${'abc'[i % 3]}`).join(
    '\n',
  )
  const path = folder.write('data', `id,x,note,label\n${rows}\n`)
  const tables = [{ name: 'data', path }]
  const schema = await inferInSandbox({ kind: 'classification', tables })
  const build = (readTable?: typeof readInSandbox) =>
    buildRelease({
      ...{ kind: 'classification', tables, schema, readTable },
      outFolder: folder.fresh('release'),
      truth: createTruthFolder(folder.fresh('truth')),
    })
  const [inside, here] = [await build(readInSandbox), await build()]
  assert.deepEqual(inside, here)
})

test('a large file is looked at by two threads, which propose what one does, and reject what one rejects', async () => {
  const line = (i: number) =>
    `r${i},${i % 1000},${i < 900_000 ? i / 4 : 'nothing'},"some, text of row ${i}"\n`
  const rows = Array.from({ length: 1_000_000 }, (_, i) => line(i)).join('')
  assert.ok(rows.length > 33 << 20)
  const good = { name: 'train', path: folder.write('large.csv', `id,count,share,notes\n${rows}`) }
  const kind = 'classification'
  const proposed = await inferInSandbox({ kind, tables: [good] })
  assert.deepEqual(proposed, await inferSchema({ kind, tables: [good] }))
  assert.match(proposed.tables[0].columns[2].reason ?? '', /distinct/)
  const bad = { name: 'train', path: folder.write('bad.csv', `id,count,share,notes\n${rows}1,2\n`) }
  await assert.rejects(inferInSandbox({ kind, tables: [bad] }), {
    ...rejected,
    message: /^Table 'train': Line 1000002: The row has 2 cells/,
  })
})
