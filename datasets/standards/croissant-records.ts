/** The record sets of a Croissant document: what the tables hold. */
import { type ColumnSchema, columnsOfRole, type DatasetSchema, type TableSchema } from '../schema.ts'
import { isPairsTable, PAIR_COLUMNS } from '../table-names.ts'
import { asText, DATA_TYPES, Identifiers, type Json, keyOf, reference } from './croissant-fields.ts'
import { imagesByPath, imagesOfColumn } from './croissant-images.ts'

/** Enumerations with more values stay in the tables' own files: a page should not carry them. */
const MOST_VALUES = 1000

/** Tables that share a closed list of values share its enumeration. */
class Enumerations {
  readonly sets: Json[] = []
  readonly #ids = new Map<string, string>()
  readonly #names = new Identifiers()

  /** The field that a column's values are taken from, if the column has a closed list that is not too long. */
  fieldFor({ name, type, categories }: ColumnSchema): string | undefined {
    if (type !== 'string' || !categories || categories.length === 0 || categories.length > MOST_VALUES)
      return undefined
    const content = JSON.stringify([name, categories])
    const known = this.#ids.get(content)
    if (known) return known
    const id = this.#names.of('values', name)
    const field = `${id}/name`
    this.#ids.set(content, field)
    this.sets.push({
      ...{ '@type': 'cr:RecordSet', '@id': id, name: id, dataType: 'sc:Enumeration' },
      description: `The values that ${name} may have, in order.`,
      key: { '@id': field },
      field: [{ ...asText(field, 'name', `A value of ${name}.`), dataType: ['sc:Text', 'sc:name'] }],
      data: categories.map((value) => ({ [field]: value })),
    })
    return field
  }
}

const SPLIT_DATA = [
  { 'splits/name': 'train', 'splits/url': 'cr:TrainingSplit' },
  { 'splits/name': 'test', 'splits/url': 'cr:TestSplit' },
]

const splits = (): Json => ({
  ...{ '@type': 'cr:RecordSet', '@id': 'splits', name: 'splits', dataType: 'cr:Split' },
  description: 'Rows to learn from, and rows whose labels are withheld.',
  key: { '@id': 'splits/name' },
  field: [
    asText('splits/name', 'name', 'Name of the split.'),
    {
      ...asText('splits/url', 'url', 'What the split is for.'),
      dataType: ['sc:URL', 'cr:Split'],
    },
  ],
  data: SPLIT_DATA,
})

function describe(column: ColumnSchema): string {
  const unit = column.unit ? `Unit: ${column.unit}.` : ''
  const what =
    column.description ?? `A column of ${column.modality === 'id' ? 'ids' : `kind ${column.modality}`}.`
  return [what, unit].filter(Boolean).join(' ')
}

/** Where the two ends of a pair are found: the id of the records, or of the left and the right ones. */
function endReference(
  schema: DatasetSchema,
  table: TableSchema,
  column: ColumnSchema,
  ids: Map<string, string>,
) {
  if (!isPairsTable(schema.kind, table.name)) return undefined
  const side = PAIR_COLUMNS.find((name) => name === column.name)?.replace('id_', '')
  return side && (ids.get(side) ?? ids.get('records'))
}

function splitOf(table: string): string | undefined {
  return /^(train|test)(_pairs)?$/.exec(table)?.[1]
}

interface NamedTable {
  table: TableSchema
  /** Identifiers of its fields by the column's name. */
  fields: ReadonlyMap<string, string>
  images: ColumnSchema[]
}

/** A table's record set. `targetOf` says which field a column's values are found in, if in any. */
function tableSet(
  { table, fields, images }: NamedTable,
  splitId: string,
  targetOf: (column: ColumnSchema) => string | undefined,
): Json {
  const columns = table.columns.map((column): Json => {
    const target = targetOf(column)
    const type = DATA_TYPES[column.type]
    return {
      ...{ '@type': 'cr:Field', '@id': fields.get(column.name), name: column.name },
      description: describe(column),
      dataType: column.role === 'label' ? [type, 'cr:Label'].flat() : type,
      ...(target && { references: reference(target) }),
      source: {
        fileObject: { '@id': `${table.name}.parquet` },
        extract: { column: column.name },
        ...(images.includes(column) && { transform: { regex: '^(?:images/)?(.+)$' } }),
      },
    }
  })
  const split = splitOf(table.name)
  if (split) {
    columns.push({
      ...asText(splitId, 'split', 'The split that the row belongs to.'),
      ...{ value: split, references: reference('splits/name') },
    })
  }
  return {
    ...{ '@type': 'cr:RecordSet', '@id': table.name, name: table.name },
    description: `The table ${table.name}${table.rows === undefined ? '' : `, ${table.rows} rows`}.`,
    ...keyOf(columnsOfRole(table, 'id').map((column) => fields.get(column.name) ?? '')),
    field: columns,
  }
}

/**
 * The record sets of a release, in the order: splits, closed lists of values, images by path, tables, images of each
 * column that names some. Tables read their columns from the Parquet files, which carry the types.
 */
export function recordSets(schema: DatasetSchema, hasImages: boolean): Json[] {
  const names = new Identifiers()
  const values = new Enumerations()
  const ids = new Map<string, string>()
  const tables = schema.tables.map((table): NamedTable => {
    const fields = new Map(table.columns.map((column) => [column.name, names.of(table.name, column.name)]))
    const [id] = columnsOfRole(table, 'id')
    if (id) ids.set(table.name, fields.get(id.name) ?? '')
    return { table, fields, images: table.columns.filter((one) => hasImages && one.modality === 'image') }
  })
  const sets = tables.map((one) =>
    tableSet(one, names.of(one.table.name, 'split'), (column) =>
      // images are joined in a record set of their own
      one.images.includes(column)
        ? undefined
        : (endReference(schema, one.table, column, ids) ?? values.fieldFor(column)),
    ),
  )
  return [
    ...(schema.tables.some((table) => splitOf(table.name)) ? [splits()] : []),
    ...values.sets,
    ...(hasImages ? [imagesByPath()] : []),
    ...sets,
    ...tables.flatMap(({ table, fields, images }) =>
      images.map((column) => imagesOfColumn(table, column, fields)),
    ),
  ]
}
