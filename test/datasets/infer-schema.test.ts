import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inferSchema } from '#datasets/infer-schema.ts'
import { type ColumnSchema, type DatasetKind, parseSchema, readSchema } from '#datasets/schema.ts'
import { seeded } from './generated-table.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

async function infer(kind: DatasetKind, tables: Record<string, string>) {
  const inputs = Object.entries(tables).map(([name, text]) => ({
    name,
    path: temp.write(`${name}.csv`, text),
  }))
  return inferSchema({ kind, tables: inputs })
}

/** A table with one column under test beside an id, 200 rows unless said otherwise. */
async function column(cell: (i: number) => string, name = 'x', count = 200): Promise<ColumnSchema> {
  const lines = Array.from({ length: count }, (_, i) => `${i},${cell(i)}`)
  const schema = await infer('classification', { train: `id,${name}\n${lines.join('\n')}\n` })
  return schema.tables[0].columns[1]
}

const WORDS = 'red green blue small large round square heavy light wooden metal glass'.split(' ')
const random = seeded(5)
const words = (count: number) =>
  Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')

const cases: [string, (i: number) => string, Partial<ColumnSchema>, RegExp][] = [
  ['whole numbers', (i) => String(i * 7 - 20), { type: 'int64', modality: 'numeric' }, /whole number/],
  [
    'numbers',
    (i) => (i === 3 ? '1.5' : String(i)),
    { type: 'float64', modality: 'numeric' },
    /'1\.5' on line 5 is not int64/,
  ],
  ['numbers with gaps', (i) => (i % 9 ? String(i / 4) : ''), { type: 'float64', nullable: true }, /number/],
  [
    '007 among numbers',
    (i) => (i === 9 ? '007' : String(i)),
    { type: 'string', modality: 'text' },
    /100 % distinct/,
  ],
  ['too large for 64 bits', (i) => `${i}2345678901234567890`, { type: 'string' }, /distinct/],
  ['booleans', (i) => (i % 2 ? 'True' : 'False'), { type: 'boolean', modality: 'boolean' }, /true or false/],
  [
    'dates',
    (i) => `2024-01-${String((i % 28) + 1).padStart(2, '0')}`,
    { type: 'date', modality: 'datetime' },
    /date/,
  ],
  [
    'instants',
    (i) => `2024-01-01T00:00:${String(i % 60).padStart(2, '0')}Z`,
    { type: 'timestamp' },
    /instant/,
  ],
  [
    'categories',
    (i) => WORDS[i % 5],
    { type: 'string', modality: 'categorical' },
    /5 different values in 200 cells/,
  ],
  [
    'text',
    () => words(14),
    { type: 'string', modality: 'text' },
    /% distinct strings, mean 14\.0 words: text/,
  ],
  ['images', (i) => `images/${i}.PNG`, { type: 'string', modality: 'image' }, /image/],
  ['empty', () => '', { type: 'string', nullable: true }, /every cell is empty/],
  [
    'empty strings',
    () => '""',
    { type: 'string', modality: 'categorical', nullable: false },
    /^1 different value in 200 cells,/,
  ],
]
for (const [name, cell, expected, reason] of cases) {
  test(`inferred: ${name}`, async () => {
    const found = await column(cell)
    for (const [key, value] of Object.entries(expected))
      assert.equal(found[key as keyof ColumnSchema], value, key)
    assert.match(found.reason ?? '', reason)
    assert.equal(found.role, 'feature')
  })
}

test('categories are listed in order: numbers by size, texts by code point', async () => {
  assert.deepEqual((await column((i) => String(i % 12), 'label')).categories?.slice(0, 4), [
    '0',
    '1',
    '2',
    '3',
  ])
  assert.deepEqual((await column((i) => ['b', 'Z', 'é'][i % 3], 'label')).categories, ['Z', 'b', 'é'])
})

test('roles: id and label by name, split is not released, 0 and 1 stay strings as classes', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => `00${i},${i % 2},${i % 3 ? 'public' : 'private'},${i}`)
  const { tables } = await infer('classification', { test: `item_id,label,split,n\n${lines.join('\n')}\n` })
  assert.deepEqual(
    tables[0].columns.map((c) => [c.name, c.type, c.role]),
    [
      ['item_id', 'string', 'id'],
      ['label', 'string', 'label'],
      ['split', 'string', 'ignore'],
      ['n', 'int64', 'feature'],
    ],
  )
})

test('without a name that says id, the first column serves when every cell differs', async () => {
  const make = (first: (i: number) => string) =>
    infer('classification', {
      train: `key_of_row,v\n${Array.from({ length: 50 }, (_, i) => `${first(i)},x`).join('\n')}\n`,
    })
  const roleOf = async (first: (i: number) => string) => (await make(first)).tables[0].columns[0].role
  assert.equal(await roleOf((i) => `k${i}`), 'id')
  assert.equal(await roleOf((i) => `k${i % 40}`), 'feature')
  assert.equal(await roleOf((i) => (i === 7 ? '' : `k${i}`)), 'feature')
  assert.equal(await roleOf((i) => `two words${i}`), 'feature')
})

test('pairs: two ids and 0/1 labels per definition; records may have a column named label', async () => {
  const { tables } = await infer('matching', {
    records: 'id,label\nr1,some brand\nr2,other brand\n',
    train_pairs: 'id_left,id_right,label_exact,label_variant\nr1,r2,0,1\n',
  })
  assert.equal(tables[0].columns[1].role, 'feature')
  assert.deepEqual(
    tables[1].columns.map((c) => [c.type, c.role]),
    [
      ['string', 'id'],
      ['string', 'id'],
      ['int64', 'label'],
      ['int64', 'label'],
    ],
  )
})

test('train and test come out with one type, by the evidence of both', async () => {
  const { tables } = await infer('classification', {
    train: 'id,n,label\na,1,x\nb,2,y\n',
    test: 'id,n,label\nc,1.5,x\nd,,y\n',
  })
  for (const table of tables) {
    assert.deepEqual([table.columns[1].type, table.columns[1].nullable], ['float64', true])
  }
})

test('law: what is proposed is a valid schema, and reading a file twice proposes the same', async () => {
  const text = `id,a,b\n${Array.from({ length: 3000 }, (_, i) => `${i},"${words(1 + (i % 9))}",${i % 7 || ''}`).join('\n')}\n`
  const [one, two] = [
    await infer('classification', { train: text }),
    await infer('classification', { train: text }),
  ]
  assert.deepEqual(one, two)
  assert.deepEqual(parseSchema(JSON.parse(JSON.stringify(one))), one)
})

test('a table that no release can have is rejected with the limit, unless it is only read', async () => {
  const header = Array.from({ length: 2001 }, (_, i) => `c${i}`).join()
  const long = `id,${'n'.repeat(201)}`
  await assert.rejects(infer('classification', { train: `${header}\n` }), /2001 columns.* may have 2000/)
  await assert.rejects(infer('classification', { train: `${long}\n` }), /column 2 has 201 characters.* 200/)
  for (const text of [header, long]) {
    const tables = [{ name: 'data', path: temp.write('read.csv', `${text}\n`) }]
    const schema = await inferSchema({ kind: 'classification', tables, isReleased: false })
    assert.equal(readSchema.parse(schema).tables[0].columns.length, text.split(',').length)
  }
})

test('long texts that begin alike are different values', async () => {
  const found = await column((i) => `${'the same beginning '.repeat(300)}${i}`)
  assert.equal(found.modality, 'text')
  assert.match(found.reason ?? '', /^100 % distinct/)
})

test('a file that is no table is rejected by the name of its table', async () => {
  const broken = { train: 'id,label\n1,x\n', test: 'id,label\n1,"x\n' }
  await assert.rejects(infer('classification', broken), { code: 'file_rejected', message: /^Table 'test': / })
  await assert.rejects(infer('classification', { train: '' }), { code: 'file_rejected', message: /'train'/ })
  await assert.rejects(infer('classification', {}), { code: 'invalid_input' })
})
