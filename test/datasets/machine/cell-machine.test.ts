import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TextBatch } from '#core/table.ts'
import { looksLike } from '#datasets/cell-text.ts'
import { KIND, SUMS } from '#datasets/machine/cell-layout.ts'
import { CellMachine } from '#datasets/machine/cell-machine.ts'
import { CANDIDATES, maskOf } from '#datasets/stats/cell-class.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { tellingTexts } from '../telling-texts.ts'

/** Cells as a reader gives them, with something between them; those that are null have a text that nobody may see. */
function batchOf(texts: readonly (string | null)[], between = ','): TextBatch {
  const starts: number[] = []
  const ends: number[] = []
  const parts: Buffer[] = []
  let at = 0
  for (const text of texts) {
    const cell = Buffer.from(text ?? '7é x')
    starts.push(at)
    ends.push(at + cell.length)
    parts.push(cell, Buffer.from(between))
    at += cell.length + Buffer.byteLength(between)
  }
  return {
    form: 'text',
    bytes: new Uint8Array(Buffer.concat(parts)),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    nulls: Uint8Array.from(texts, (text) => (text === null ? 1 : 0)),
  }
}

interface Told {
  kinds: number[]
  hashes: string[]
  sums: Record<keyof typeof SUMS, number>
  slices: number
}

function tell(texts: readonly (string | null)[], between?: string, machine = new CellMachine()): Told {
  const told: Told = {
    ...{ kinds: [], hashes: [], slices: 0 },
    sums: { present: 0, empties: 0, words: 0, codePoints: 0, all: -1, any: 0 },
  }
  machine.startBatch()
  machine.forEachSlice(batchOf(texts, between), texts.length, (_, count) => {
    machine.tellKinds(count)
    const { kinds, words, sums } = machine
    told.slices++
    told.kinds.push(...kinds.subarray(0, count))
    for (let i = 0; i < count; i++)
      told.hashes.push(kinds[i] === KIND.null ? '' : `${words[2 * i]} ${words[2 * i + 1]}`)
    for (const name of ['present', 'empties', 'words', 'codePoints'] as const)
      told.sums[name] += sums[SUMS[name]]
    told.sums.all &= sums[SUMS.all]
    told.sums.any |= sums[SUMS.any]
  })
  return told
}

test('the types that machine code tells are those that a text looks like', () => {
  const texts = [...tellingTexts(new SeededRandom(32))]
  let undecided = 0
  for (const between of [',', '', '7', '\n\0']) {
    tell(texts, between).kinds.forEach((kind, i) => {
      if ((kind & KIND.undecided) !== 0) undecided++
      else assert.equal(kind & 31, maskOf(CANDIDATES.filter((type) => looksLike(type, texts[i]))), texts[i])
    })
  }
  assert.ok(undecided < 4 * 0.8 * texts.length, `${undecided} left to the script`)
})

test('what most numbers, dates and truth values are is told', () => {
  const plain = [
    '0',
    '-0',
    '-17',
    '1234567890123456',
    '123456789012345678',
    '3.25',
    '-.5',
    '5.',
    '0.1389335833',
  ]
  const others = ['2024-02-29', '2024-02-29T23:59:59Z', '1999-12-31 00:00:00', 'true', 'FALSE', 'False']
  for (const kind of tell([...plain, ...others]).kinds) assert.equal(kind & KIND.undecided, 0)
})

test('words, code points, nulls and empty cells are counted as script counts them', () => {
  const random = new SeededRandom(33)
  const pieces = [
    'a',
    'bc',
    ' ',
    '  ',
    'é',
    '\u{1f642}',
    'longer than sixteen bytes',
    '\t',
    '—',
    '\n',
    '日本',
  ]
  const texts = Array.from({ length: 3000 }, () =>
    random.below(20) === 0
      ? null
      : Array.from({ length: random.below(8) }, () => pieces[random.below(pieces.length)]).join(''),
  )
  const present = texts.filter((text) => text !== null)
  const words = (text: string) => text.split(/[\0- ]+/).filter((word) => word !== '').length
  const { sums } = tell(texts)
  assert.equal(sums.present, present.length)
  assert.equal(sums.empties, present.filter((text) => text === '').length)
  assert.equal(
    sums.words,
    present.reduce((sum, text) => sum + words(text), 0),
  )
  assert.equal(
    sums.codePoints,
    present.reduce((sum, text) => sum + [...text].length, 0),
  )
})

test('cells that the script has to look at are marked, wherever in a cell the reason stands', () => {
  const remarkable = ['a/b.png', 'x.JPEG', 'x.webp', '1,5', '-1.234,50', 'cafÃ©', 'itâ€™s', 'bad \ufffd cell']
  const padded = remarkable
    .slice(5)
    .flatMap((text) => Array.from({ length: 40 }, (_, i) => 'y'.repeat(i) + text))
  for (const text of [...remarkable, ...padded])
    assert.ok((tell([text]).kinds[0] & KIND.remarkable) !== 0, text)
  for (const text of ['plain', 'café', 'a.b', 'ends in g', 'naïve – “quoted”', '12'])
    assert.equal(tell([text]).kinds[0] & KIND.remarkable, 0, text)
})

test('equal cells have equal hashes wherever they stand, and others have others, in both halves', () => {
  const texts = Array.from({ length: 100_000 }, (_, i) => (i % 2 ? String(i) : `${i * 4096} and more\0`))
  const [first, second] = [tell(texts).hashes, tell(texts.toReversed(), '-').hashes.toReversed()]
  assert.deepEqual(first, second)
  assert.equal(new Set(first).size, texts.length)
  for (const half of [0, 1]) {
    // a perfect hash of 32 bits would lose about one of 100,000
    assert.ok(new Set(first.map((hash) => hash.split(' ')[half])).size > texts.length - 20)
  }
  const zeros = Array.from({ length: 100 }, (_, i) => '\0'.repeat(i))
  assert.equal(new Set(tell(zeros).hashes).size, zeros.length)
})

test('cells come in slices of what fits, with long ones, and memory is as good as new afterwards', () => {
  const texts = Array.from({ length: 40_000 }, (_, i) => (i % 7 ? `cell ${i}` : null))
  const long = [...texts, 'x'.repeat(5_000_000), 'y'.repeat(700_000), null, ...texts.slice(0, 50)]
  const machine = new CellMachine()
  const [short, gathered, again] = [texts, long, texts].map((cells) => tell(cells, ',', machine))
  assert.ok(short.slices > 2 && gathered.slices > 3)
  assert.deepEqual(again, short)
  assert.equal(
    gathered.sums.codePoints,
    long.reduce((sum, text) => sum + (text?.length ?? 0), 0),
  )
  assert.deepEqual(gathered.hashes.slice(0, texts.length), short.hashes)
})

test('packed texts are the texts, whatever had to grow before', () => {
  const machine = new CellMachine()
  const many = Array.from({ length: 20_000 }, (_, i) => (i % 5 ? `é${'x'.repeat(i % 70)}` : null))
  const long = (size: number) => ['short', 'l'.repeat(size), null, '', 'z'.repeat(size / 2)]
  // texts that are packed make the memory grow, then cells that are brought in do, then neither
  for (const texts of [many, long(400_000), many, long(3_000_000), long(6_000_000), long(100_000), many]) {
    const found: (string | null)[] = []
    machine.startBatch()
    machine.forEachSlice(batchOf(texts), texts.length, (first, count) => {
      const part = texts.slice(first, first + count)
      const { bytes, offsets } = machine.pack(count, Buffer.byteLength(part.join('')))
      const text = (i: number) => Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString()
      found.push(...part.map((cell, i) => (cell === null && text(i) === '' ? null : text(i))))
    })
    assert.deepEqual(found, texts)
  }
})

test('many cells of the same few bytes are packed, though they are more than their source', () => {
  const source = Buffer.from('0123456789'.repeat(1000))
  const starts = new Uint32Array(1000).fill(3)
  const ends = new Uint32Array(1000).fill(source.length)
  const machine = new CellMachine()
  machine.startBatch()
  machine.forEachSlice({ form: 'text', bytes: source, starts, ends }, 1000, (_, count) => {
    const { bytes } = machine.pack(count, 1000 * 9997)
    assert.equal(Buffer.from(bytes).toString(), source.toString().slice(3).repeat(1000))
  })
})
