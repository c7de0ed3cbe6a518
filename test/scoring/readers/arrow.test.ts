import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { GrandstandError } from '#core/errors.ts'
import { openSource } from '#scoring/readers/open-source.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from './mutate.ts'
import { readRows } from './read-cells.ts'

const folder = join(import.meta.dirname, 'arrow')
const expected: Record<string, (string | null)[]> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
)

async function columnsOf(input: string | Uint8Array): Promise<Record<string, (string | null)[]>> {
  const source = await openSource(input)
  const rows = await readRows(source)
  return Object.fromEntries(
    source.columns.map((name, i) => [name, rows.map((row) => row[i] as string | null)]),
  )
}

const part = (from: number, to: number) =>
  Object.fromEntries(Object.entries(expected).map(([name, cells]) => [name, cells.slice(from, to)]))

for (const [file, from, to] of [
  ['plain.arrow', 0, 100],
  ['batches.arrow', 0, 100],
  ['lz4.arrow', 0, 100],
  ['zstd.arrow', 0, 100],
  ['stream.arrows', 0, 100],
  ['stream-lz4.arrows', 0, 100],
  ['sliced.arrow', 37, 87],
  ['empty.arrow', 0, 0],
] as const) {
  test(`what pyarrow wrote is read, every type and cell: ${file}`, async () => {
    assert.deepEqual(await columnsOf(join(folder, file)), part(from, to))
  })
}

test('a Feather file as pandas writes it', async () => {
  const { view: _, ...others } = expected
  assert.deepEqual(await columnsOf(join(folder, 'feather.feather')), others)
})

test('a dictionary that grows from batch to batch', async () => {
  assert.deepEqual(await columnsOf(join(folder, 'delta.arrows')), { c: ['a', 'b', 'a', 'c', null, 'a'] })
})

test('what the JavaScript library writes is read, as file and as stream', async () => {
  const table = tableFromArrays({
    id: ['a', 'b', null],
    x: Float64Array.of(1.5, -2, 0.1),
    n: Int32Array.of(1, 2, 3),
  })
  for (const form of ['file', 'stream'] as const) {
    assert.deepEqual(await columnsOf(tableToIPC(table, form)), {
      id: ['a', 'b', null],
      x: ['1.5', '-2', '0.1'],
      n: ['1', '2', '3'],
    })
  }
})

test('the types that the file declares are told', async () => {
  const { columns, declared } = await openSource(join(folder, 'plain.arrow'))
  const told = Object.fromEntries(columns.map((name, i) => [name, declared?.[i]]))
  assert.deepEqual(told.stamp, { name: 'timestamp[us, UTC]', candidates: ['timestamp'] })
  assert.deepEqual(told.decimal, { name: 'decimal(10, 2)', candidates: ['float64'] })
  assert.deepEqual(told.category, { name: 'string', candidates: [], isCategory: true })
  assert.deepEqual(told.uint16, { name: 'uint16', candidates: ['int64'] })
})

for (const [file, code] of [
  ['nested.arrow', 'unsupported_nested'],
  ['struct.arrow', 'unsupported_nested'],
  ['interval.arrow', 'unsupported_type'],
  ['run-ends.arrow', 'unsupported_type'],
  ['binary.arrow', 'not_utf8'],
] as const) {
  test(`refused, naming the column: ${file}`, async () => {
    await assert.rejects(columnsOf(join(folder, file)), (error) => {
      assert.ok(error instanceof GrandstandError)
      assert.equal(error.problems[0].code, code)
      assert.ok(error.problems[0].column)
      return true
    })
  })
}

test('damaged files are read or refused, never anything else', async () => {
  const random = new SeededRandom(21)
  let refused = 0
  const files = ['plain.arrow', 'lz4.arrow', 'zstd.arrow', 'stream.arrows', 'delta.arrows', 'feather.feather']
  for (const file of files) {
    const original = readFileSync(join(folder, file))
    for (let i = 0; i < 150; i++) {
      try {
        await columnsOf(mutate(original, random))
      } catch (error) {
        if (!(error instanceof GrandstandError)) throw error
        assert.equal(error.code, 'file_rejected')
        refused++
      }
    }
  }
  assert.ok(refused > 300, `${refused} refused`)
})
