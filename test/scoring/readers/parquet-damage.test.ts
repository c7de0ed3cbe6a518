import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CraftedColumn,
  closeParquet,
  craftParquet,
  dataPage,
  dataPageV2,
  dictionaryPage,
  plainDoubles,
  plainInts,
  plainTexts,
  runs,
  type Thrift,
} from './craft-parquet.ts'
import { allAs, problemsOf, readTable } from './read-cells.ts'

const [INT32, INT64, DOUBLE, TEXT, FIXED] = [1, 2, 5, 6, 7]

/** The first problem of a file, which both forms of its columns must have. */
async function refused(file: Uint8Array, form?: 'number' | 'text') {
  const [first] = await problemsOf(file, form && allAs(form))
  return first
}

async function cells(file: Uint8Array, form: 'number' | 'text' = 'text') {
  return (await readTable(file, allAs(form))).rows.flat()
}

function one(column: Partial<CraftedColumn> & { pages: Uint8Array[] }, rows: number): Buffer {
  return craftParquet([{ type: DOUBLE, ...column }], rows)
}

const doubles = plainDoubles([0.5, 1, 2])

test('a crafted file is read', async () => {
  assert.deepEqual(await cells(one({ pages: [dataPage(doubles, 3)] }, 3), 'number'), [0.5, 1, 2])
  assert.deepEqual(await cells(one({ pages: [dataPageV2(doubles, 3)] }, 3), 'number'), [0.5, 1, 2])
})

const INTEGERS: readonly [string, { [field: number]: Thrift }, number, number][] = [
  ['int8, old annotation', { 6: 15 }, -128, 127],
  ['int16, old annotation', { 6: 16 }, -32768, 32767],
  ['uint8, old annotation', { 6: 11 }, 0, 255],
  ['uint16, old annotation', { 6: 12 }, 0, 65535],
  ['int8', { 10: { 10: { 1: 8, 2: true } } }, -128, 127],
  ['int16', { 10: { 10: { 1: 16, 2: true } } }, -32768, 32767],
  ['uint8', { 10: { 10: { 1: 8, 2: false } } }, 0, 255],
  ['uint16', { 10: { 10: { 1: 16, 2: false } } }, 0, 65535],
]

for (const [name, schema, lowest, highest] of INTEGERS) {
  test(`integers declared as ${name} keep to its range`, async () => {
    const plain = (values: number[]) => [dataPage(plainInts(values), values.length)]
    const indexes = Buffer.concat([Uint8Array.of(1), runs([1, 1], [1, 0])])
    const coded = (values: number[]) => [
      dictionaryPage(plainInts(values), 2),
      dataPage(indexes, 2, { encoding: 8 }),
    ]
    assert.deepEqual(await cells(one({ type: INT32, schema, pages: plain([lowest, highest]) }, 2)), [
      String(lowest),
      String(highest),
    ])
    for (const form of ['text', 'number'] as const) {
      for (const values of [
        [lowest, lowest - 1],
        [highest + 1, highest],
      ]) {
        for (const pages of [plain(values), coded(values)]) {
          const problem = await refused(one({ type: INT32, schema, pages }, 2), form)
          assert.partialDeepStrictEqual(problem, { code: 'corrupt_page', column: 'x' })
          assert.match(problem.message, /are declared \(row group 1\)/)
        }
      }
    }
  })
}

test('unsigned integers of 32 bits use all of them', async () => {
  const schema = { 6: 13 }
  const file = one({ type: INT32, schema, pages: [dataPage(plainInts([-1, 0]), 2)] }, 2)
  assert.deepEqual(await cells(file), ['4294967295', '0'])
  assert.deepEqual(await cells(file, 'number'), [4294967295, 0])
})

test('annotations that the stored type cannot have are refused', async () => {
  const wrong: [number, { [field: number]: Thrift }][] = [
    [INT64, { 6: 6 }], // date
    [INT64, { 6: 15 }], // int8
    [INT32, { 6: 9 }], // timestamp
    [INT32, { 6: 18 }], // int64
    [INT32, { 10: { 10: { 1: 24, 2: true } } }], // int24
    [INT32, { 6: 5, 7: 2, 8: 12 }], // a decimal of twelve digits
    [INT64, { 6: 5, 7: 9, 8: 4 }], // more places than digits
    [DOUBLE, { 6: 5, 7: 2, 8: 4 }],
    [TEXT, { 6: 21 }], // an interval
    [INT32, { 6: 0 }], // a text
    [INT32, { 6: 6, 10: { 10: { 1: 32, 2: true } } }], // a date and an integer
    [INT32, { 6: 5, 7: 2, 8: 4, 10: { 5: { 1: 1, 2: 4 } } }], // one place and two
    [FIXED, { 2: 8, 10: { 14: {} } }], // a UUID of 8 bytes
    [FIXED, { 2: 4, 10: { 15: {} } }], // a half of 4 bytes
    [TEXT, { 10: { 13: {} } }], // BSON
    [9, {}],
  ]
  for (const [type, schema] of wrong) {
    const problem = await refused(one({ type, schema, pages: [dataPage(new Uint8Array(16), 1)] }, 1))
    assert.partialDeepStrictEqual(problem, { code: 'unsupported_type', column: 'x' })
  }
})

test('decimals and times keep to what they declare', async () => {
  const decimal = { 6: 5, 7: 1, 8: 3 }
  const withValue = (value: number) =>
    one({ type: INT32, schema: decimal, pages: [dataPage(plainInts([value]), 1)] }, 1)
  assert.deepEqual(await cells(withValue(-999)), ['-99.9'])
  assert.equal((await refused(withValue(1000))).code, 'corrupt_page')
  const atTime = (value: number) =>
    one({ type: INT32, schema: { 6: 7 }, pages: [dataPage(plainInts([value]), 1)] }, 1)
  assert.deepEqual(await cells(atTime(86_399_999)), ['23:59:59.999'])
  for (const value of [-1, 86_400_000]) assert.equal((await refused(atTime(value))).code, 'corrupt_page')
})

test('a checksum is checked where there is one', async () => {
  for (const make of [dataPage, dataPageV2]) {
    assert.equal((await cells(one({ pages: [make(doubles, 3, { crc: 'right' })] }, 3))).length, 3)
    assert.match((await refused(one({ pages: [make(doubles, 3, { crc: 1 })] }, 3))).message, /checksum/)
  }
  const wrong = [dictionaryPage(doubles, 3, { crc: 7 }), dataPage(runs([3, 0]), 3, { encoding: 8 })]
  assert.match((await refused(one({ pages: wrong }, 3))).message, /checksum/)
})

const TOO_MANY = /more values than/
const TOO_FEW = /fewer (values|pages) than/
const COUNTS: readonly [string, Uint8Array, RegExp][] = [
  ['a page of more values', one({ pages: [dataPage(doubles, 2)] }, 2), TOO_MANY],
  ['a page of fewer values', one({ pages: [dataPage(doubles, 4)] }, 4), TOO_FEW],
  ['a page that says more than the footer', one({ pages: [dataPage(doubles, 3)] }, 2), TOO_MANY],
  ['a page too few', one({ pages: [dataPage(doubles, 3)] }, 4), TOO_FEW],
  [
    'a page too many',
    one({ pages: [dataPage(doubles, 3), dataPage(doubles, 3)] }, 3),
    /more values than the row group/,
  ],
  [
    'more texts than declared',
    one({ type: TEXT, pages: [dataPage(plainTexts(['a', 'b']), 1)] }, 1),
    TOO_MANY,
  ],
  [
    'another number of nulls',
    one({ isOptional: true, pages: [dataPageV2(doubles, 4, { nulls: 2, levels: runs([3, 1], [1, 0]) })] }, 4),
    /another number of nulls/,
  ],
  [
    'a dictionary of fewer values',
    one({ pages: [dictionaryPage(doubles, 4), dataPage(runs([3, 0]), 3, { encoding: 8 })] }, 3),
    TOO_FEW,
  ],
  [
    'a dictionary of more values',
    one({ pages: [dictionaryPage(doubles, 2), dataPage(runs([3, 0]), 3, { encoding: 8 })] }, 3),
    TOO_MANY,
  ],
  [
    'byte streams of different lengths',
    one({ pages: [dataPage(new Uint8Array(17), 2, { encoding: 9 })] }, 2),
    /different lengths/,
  ],
]

for (const [name, file, expected] of COUNTS) {
  test(`declared and decoded counts differ: ${name}`, async () => {
    for (const form of ['text', 'number'] as const) {
      if (form === 'number' && name.includes('texts')) continue
      const problem = await refused(file, form)
      assert.equal(problem.code, 'corrupt_page')
      assert.match(problem.message, expected)
    }
  })
}

test('the footer’s counts agree with each other', async () => {
  const column = { type: DOUBLE, pages: [dataPage(doubles, 3)] }
  assert.equal((await refused(craftParquet([column], 4, 3))).code, 'truncated_parquet')
  assert.equal((await refused(craftParquet([{ ...column, valueCount: 2 }], 3))).code, 'truncated_parquet')
})

test('indexes and levels that mean nothing are refused', async () => {
  const dictionary = dictionaryPage(doubles, 3)
  const indexed = (body: Uint8Array) => one({ pages: [dictionary, dataPage(body, 3, { encoding: 8 })] }, 3)
  const inside = Buffer.concat([Uint8Array.of(2), runs([1, 2], [2, 0])])
  assert.deepEqual(await cells(indexed(inside), 'number'), [2, 0.5, 0.5])
  const outside = Buffer.concat([Uint8Array.of(2), runs([2, 1], [1, 3])])
  assert.match((await refused(indexed(outside))).message, /beyond the dictionary/)
  const tooWide = Buffer.concat([Uint8Array.of(33), runs([3, 0])])
  assert.match((await refused(indexed(tooWide))).message, /33 bits/)
  const noDictionary = one({ pages: [dataPage(inside, 3, { encoding: 8 })] }, 3)
  assert.match((await refused(noDictionary)).message, /no dictionary/)
  const twice = one({ pages: [dictionary, dictionary, dataPage(inside, 3, { encoding: 8 })] }, 3)
  assert.match((await refused(twice)).message, /two dictionaries/)
  const level = one({ isOptional: true, pages: [dataPageV2(doubles, 3, { levels: runs([3, 2]) })] }, 3)
  assert.match((await refused(level)).message, /too many bits/)
})

test('fixed-length values have their length in every encoding', async () => {
  // prefixes 0 0, suffixes 3 5 for values of four bytes, as deltas
  const deltas = (first: number, second: number) =>
    Uint8Array.of(32, 1, 2, first * 2, (second - first) * 2, 0)
  const body = Buffer.concat([deltas(0, 0), deltas(3, 5), Buffer.from('abcdefgh')])
  const file = one({ type: FIXED, schema: { 2: 4 }, pages: [dataPage(body, 2, { encoding: 7 })] }, 2)
  assert.match((await refused(file)).message, /not 4 bytes/)
})

test('rows by the billion are refused on the footer’s word', async () => {
  const body = Buffer.concat([Uint8Array.of(0), runs([2_000_000_000, 0])])
  const pages = [dictionaryPage(plainDoubles([1]), 1), dataPage(body, 2_000_000_000, { encoding: 8 })]
  const file = craftParquet([{ type: DOUBLE, pages }], 2_000_000_000n)
  assert.ok(file.length < 250)
  assert.equal((await refused(file)).code, 'too_many_rows')
})

test('rows and lengths that are not there cost no memory', async () => {
  const before = process.memoryUsage().arrayBuffers
  const rows = 5_000_000
  assert.match((await refused(one({ pages: [dataPage(doubles, 3)] }, rows))).message, TOO_FEW)
  assert.match((await refused(one({ pages: [dataPage(doubles, rows)] }, rows))).message, TOO_FEW)
  // 400 million lengths of which each differs from the one before by nothing, in no bits
  const many = Uint8Array.of(0x80, 0x80, 0x80, 0x04, 1, 0x80, 0x88, 0xde, 0xbe, 1, 0, 0, 0)
  const page = dataPage(many, 400_000_000, { encoding: 6 })
  assert.equal((await refused(one({ type: TEXT, pages: [page] }, 400_000_000))).code, 'corrupt_page')
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 2 ** 20)
})

test('schemas that are deep or wide are refused', async () => {
  const leaf = { 1: DOUBLE, 3: 0, 4: 'leaf' }
  const deep = Array.from({ length: 20_000 }, (_, i) => ({ 3: 0, 4: `level${i}`, 5: 1 }))
  const footer = (schema: Thrift[]) => ({ 1: 1, 2: schema, 3: 0n, 4: [] })
  const magic = Buffer.from('PAR1')
  const nested = closeParquet([magic], footer([{ 4: 'root', 5: 1 }, ...deep, leaf]))
  assert.partialDeepStrictEqual(await refused(nested), { code: 'unsupported_nested', column: 'level0' })
  const columns = Array.from({ length: 100_000 }, (_, i) => ({ ...leaf, 4: `c${i}` }))
  const wide = closeParquet([magic], footer([{ 4: 'root', 5: columns.length }, ...columns]))
  assert.equal((await refused(wide)).code, 'too_many_columns')
  // structs within structs, deeper than any footer has
  let tower: Thrift = {}
  for (let i = 0; i < 200; i++) tower = { 1: tower }
  assert.equal((await refused(closeParquet([magic], { 9: tower }))).code, 'truncated_parquet')
})

test('a compression that is not known is named', async () => {
  const problem = await refused(one({ codec: 3, pages: [dataPage(doubles, 3)] }, 3))
  assert.partialDeepStrictEqual(problem, { code: 'unsupported_codec', column: 'x' })
})

test('an integer of the wrong width is damage, since other readers leave the field out', async () => {
  const file = one({ pages: [dataPage(doubles, 3)] }, 3)
  // the schema element's field 3, whether values can be null, and the footer's, the number of rows
  for (const [from, to] of [
    [
      [0x25, 0x00, 0x18],
      [0x24, 0x26],
    ],
    [
      [0x16, 0x06, 0x19],
      [0x13, 0x14, 0x15],
    ],
  ]) {
    const at = file.indexOf(Buffer.from(from))
    assert.ok(at > 0)
    for (const width of to) {
      const damaged = Buffer.from(file)
      damaged[at] = width
      assert.equal((await refused(damaged)).code, 'truncated_parquet')
    }
  }
  assert.deepEqual(await cells(file, 'number'), [0.5, 1, 2])
})
