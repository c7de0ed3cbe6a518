import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { type DatasetSchema, parseSchema, parseSchemaText, STANDARD } from '#datasets/schema.ts'

const GOOD: DatasetSchema = {
  standard: STANDARD,
  kind: 'classification',
  tables: [
    {
      name: 'train',
      rows: 3,
      columns: [
        { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
        {
          name: 'größe, "cm"',
          type: 'float64',
          modality: 'numeric',
          role: 'feature',
          nullable: true,
          unit: 'cm',
        },
        {
          ...{ name: 'label', type: 'string', modality: 'categorical', role: 'label', nullable: false },
          ...{ categories: ['a', 'b'], description: 'What it is.' },
        },
      ],
    },
  ],
}

test('a schema survives JSON', () => {
  assert.deepEqual(parseSchemaText(JSON.stringify(GOOD)), GOOD)
})

type Edit = (schema: DatasetSchema) => unknown
const cases: [string, Edit, RegExp, string?][] = [
  [
    'unknown type',
    (s) => Object.assign(s.tables[0].columns[1], { type: 'int32' }),
    /columns 'größe, "cm"' type: .*int64/,
    'größe, "cm"',
  ],
  [
    'missing role',
    (s) => Object.assign(s.tables[0].columns[0], { role: undefined }),
    /tables 'train' columns 'id' role/,
    'id',
  ],
  ['unknown field', (s) => Object.assign(s.tables[0].columns[0], { typ: 1 }), /typ/],
  [
    'two columns of one name',
    (s) => s.tables[0].columns.push(s.tables[0].columns[0]),
    /column names must differ/,
  ],
  ['two tables of one name', (s) => s.tables.push(s.tables[0]), /table names must differ/],
  [
    'repeated category',
    (s) => s.tables[0].columns[2].categories?.push('a'),
    /categories of a column must differ/,
  ],
  ['no tables', (s) => s.tables.splice(0), /tables/],
  ['a table name that is a path', (s) => Object.assign(s.tables[0], { name: '../x' }), /lower case letters/],
  ['negative rows', (s) => Object.assign(s.tables[0], { rows: -1 }), /rows/],
  ['another standard', (s) => Object.assign(s, { standard: 'x/1' }), /standard/],
]
for (const [name, edit, message, column] of cases) {
  test(`rejected: ${name}`, () => {
    const schema = structuredClone(GOOD)
    edit(schema)
    assert.throws(
      () => parseSchema(schema),
      (error: unknown) => {
        assert.ok(error instanceof GrandstandError)
        assert.equal(error.code, 'invalid_input')
        assert.match(error.problems[0].message, message)
        if (column) assert.equal(error.problems[0].column, column)
        return true
      },
    )
  })
}

test('rejected: what is not JSON, with the reason', () => {
  assert.throws(() => parseSchemaText('{"standard": '), /schema\.json is not JSON/)
})
