/** A scan of two halves comes to what a scan of the whole comes to, for good files and bad ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { type ScanTableOptions, scanTable } from '#datasets/infer-schema.ts'
import { type ScanBeside, scanHalves, scanPart } from '#datasets/scan-parts.ts'
import { openSource } from '#scoring/readers/open-source.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from '../scoring/readers/mutate.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()
const random = new SeededRandom(41)
/** As another thread does it: what comes back has been copied. */
const beside: ScanBeside = (part) => ({
  scanned: scanPart(part).then((scanned) => structuredClone(scanned)),
  stop: () => {},
})
const halves = { beside, worthBytes: 0 }

async function outcome(path: string, options: ScanTableOptions): Promise<unknown> {
  try {
    const { scans, rowCount } = await scanTable(path, options)
    return { rowCount, columns: scans.map((scan) => scan.counts()) }
  } catch (error) {
    if (error instanceof GrandstandError) return error.problems
    throw error
  }
}

const TEXTS = [
  '',
  '""',
  '"a\nb"',
  '"x, ""y"""',
  'plain',
  'cafÃ©',
  '12',
  '1.5',
  '007',
  '2024-02-29',
  'true',
  '1,5',
]
const ENDS = ['\n', '\n', '\r\n', '\n\n']

/** A table whose columns change their minds somewhere: their types are ruled out in the first half, the second or both. */
function table(rows: number): string {
  const change = () => random.below(2 * rows)
  const changes = [change(), change(), change(), change()]
  const end = ENDS[random.below(ENDS.length)]
  const cells = (row: number) => [
    row < changes[0] ? String(row) : `id ${row}`,
    row < changes[1] ? `2024-01-${10 + (row % 20)}` : '"no\n\ndate"',
    row < changes[2] ? String(row % 7) : TEXTS[random.below(11)],
    row < changes[3]
      ? ''
      : `"text of
several ""lines"",
1,2,3,4"`,
  ]
  return [['id', 'day', 'label', 'text'], ...Array.from({ length: rows }, (_, row) => cells(row))]
    .map((row) => row.join(','))
    .join(end)
}

test('law: two halves are the whole, whatever stands at the middle', async () => {
  let joined = 0
  for (let i = 0; i < 120; i++) {
    const text = Buffer.from(table(2 + random.below(400)))
    const path = temp.write('table.csv', i % 4 === 3 ? mutate(text, random) : text)
    const whole = await outcome(path, {})
    assert.deepEqual(await outcome(path, { halves }), whole, text.toString())
    if (Array.isArray(whole)) continue
    const { plain, columns } = await openSource(path)
    if (plain && (await scanHalves(plain, columns, halves))) joined++
  }
  assert.ok(joined > 50, `${joined} were scanned in halves`)
})

test('many values are estimated alike, and tables of one family together', async () => {
  const rows = (from: number) =>
    Array.from({ length: 6000 }, (_, i) => `r${from + i},${i % 900},v${i % 1500}`)
  const texts = [rows(0), rows(3000)].map((lines) => `id,few,many\n${lines.join('\n')}\n`)
  const found = await Promise.all(
    [undefined, halves].map(async (options) => {
      const family: ScanTableOptions['family'] = new Map()
      for (const text of texts) await scanTable(temp.write('family.csv', text), { family, halves: options })
      return [...family.values()].map((scan) => scan.counts())
    }),
  )
  assert.deepEqual(found[1], found[0])
  assert.deepEqual(
    found[0].map(({ values }) => values.values.length),
    [0, 900, 0],
  )
})

test('small files, and those in other forms, are scanned as a whole', async () => {
  const never: ScanBeside = () => assert.fail('a second scan was begun')
  const path = temp.write('small.csv', table(50))
  assert.deepEqual(await outcome(path, { halves: { beside: never } }), await outcome(path, {}))
  const other = temp.write('table.jsonl', '{"a":1}\n{"a":2}\n')
  const { rowCount } = await scanTable(other, { halves: { beside: never, worthBytes: 0 } })
  assert.equal(rowCount, 2)
})
