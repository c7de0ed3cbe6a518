import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { memoryFeed } from '#scoring/readers/bytes/feed.ts'
import { readJsonLines } from '#scoring/readers/json-lines/read-json-lines.ts'
import { SOURCE_LIMITS } from '#scoring/readers/limits.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from './mutate.ts'
import { readRows, type Value } from './read-cells.ts'

async function read(text: string | Uint8Array, windowBytes?: number) {
  const bytes = Buffer.from(text)
  const table = await readJsonLines(() => memoryFeed(bytes), { limits: SOURCE_LIMITS, windowBytes })
  return { columns: table.columns, declared: table.declared, rows: await readRows(table) }
}

/** A random flat object, and its cells as texts: numbers as written, null where there is nothing. */
function randomLine(random: SeededRandom, names: readonly string[]) {
  const cells = new Map<string, Value>()
  const fields = names.flatMap((name) => {
    const kind = random.below(6)
    if (kind === 0) return []
    const text = ['a', 'é"\\\n', '😀', '', '\u2028\t', 'x'.repeat(40)][random.below(6)]
    const number = ['0', '-1', '12345678901234567890', '1.50', '-2E+7'][random.below(5)]
    if (kind === 1) cells.set(name, null)
    else cells.set(name, kind === 2 ? 'true' : kind === 3 ? number : text)
    const value = kind === 1 ? 'null' : kind === 2 ? 'true' : kind === 3 ? number : stringOf(text, random)
    return [`${JSON.stringify(name)}${random.below(3) ? '' : ' '}:${random.below(3) ? '' : '\t'}${value}`]
  })
  return { line: `{${fields.join(random.below(2) ? ',' : ' , ')}}`, cells }
}

/** A JSON string, sometimes with every character escaped. */
function stringOf(text: string, random: SeededRandom): string {
  if (random.below(3) > 0) return JSON.stringify(text)
  const units = Array.from({ length: text.length }, (_, i) =>
    text.charCodeAt(i).toString(16).padStart(4, '0'),
  )
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`
}

test('every cell of random tables, whatever the size of the window', async () => {
  const random = new SeededRandom(41)
  for (let round = 0; round < 60; round++) {
    const names = ['id', 'a b', 'é', '"', 'x'].slice(0, 1 + random.below(5))
    const made = Array.from({ length: 1 + random.below(40) }, () => randomLine(random, names))
    if (made.every(({ cells }) => cells.size === 0)) continue
    const { columns, rows } = await read(made.map(({ line }) => line).join('\n'), 16 + random.below(500))
    const expected = made.map(({ cells }) => columns.map((name) => cells.get(name) ?? null))
    assert.deepEqual(rows, expected)
    assert.deepEqual(new Set(columns), new Set(made.flatMap(({ cells }) => [...cells.keys()])))
  }
})

test('what the fields were is told per column', async () => {
  const { declared } = await read('{"n":1,"b":true,"s":"x","m":1,"z":null}\n{"n":2.5,"m":"x"}\n')
  assert.deepEqual(
    declared.map(({ candidates }) => candidates),
    [['int64', 'float64'], ['boolean'], ['date', 'timestamp'], [], []],
  )
})

test('several wrong lines are told together, each with its field', async () => {
  await assert.rejects(read('{"a":1}\n{"a":[1]}\n\n{"a":1,"a":2}\n{"a":tru}\n'), (error) => {
    assert.ok(error instanceof GrandstandError)
    assert.deepEqual(
      error.problems.map(({ line, column, code }) => [line, column, code]),
      [
        [2, 'a', 'nested_value'],
        [4, 'a', 'duplicate_key'],
        [5, 'a', 'bad_json'],
      ],
    )
    return true
  })
})

test('damaged files are read as JSON.parse reads their lines, or refused', async () => {
  const random = new SeededRandom(43)
  const original = Buffer.from('{"a":1.5,"b":"x\\u00e9y","c":null}\n{"b":"","a":-2,"c":true}\n{"a":3e5}\n')
  let accepted = 0
  for (let i = 0; i < 2000; i++) {
    const bytes = mutate(original, random)
    try {
      const { rows } = await read(bytes, 4096)
      const lines = Buffer.from(bytes)
        .toString()
        .replace(/^\ufeff/, '')
        .split('\n')
      assert.equal(
        rows.length,
        lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line)).length,
      )
      accepted++
    } catch (error) {
      if (!(error instanceof GrandstandError)) throw error
    }
  }
  assert.ok(accepted > 20, `${accepted}`)
})
