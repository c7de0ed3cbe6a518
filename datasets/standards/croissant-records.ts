/** The record sets of a Croissant document: what the tables hold. */
import { type ColumnSchema, columnsOfRole, type DatasetSchema, type TableSchema } from '../schema.ts'
import { isPairsTable, PAIR_COLUMNS } from '../table-names.ts'

type Json = Record<string, unknown>

/** Enumerations with more values stay in the tables' own files: a page should not carry them. */
const MOST_VALUES = 1000
/** The file set of all images, and the record set that gives them by path. */
export const IMAGE_FILES = 'image-files'
const IMAGES = 'images-by-path'

/** Hands out identifiers without white space, which the validator refuses, each once. */
class Identifiers {
  readonly #taken = new Set<string>()

  /** `train/width cm` becomes `train/width_cm`; a second one `train/width_cm-2`. */
  of(parent: string, name: string): string {
    const safe = name.normalize('NFC').replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    // an identifier is read as an address, in which `..` would lead up
    const plain = `${parent}/${safe.replace(/^\.+/, '_')}`
    let id = plain
    for (let n = 2; this.#taken.has(id); n++) id = `${plain}-${n}`
    this.#taken.add(id)
    return id
  }
}

const DATA_TYPES: Record<ColumnSchema['type'], string | string[]> = {
  string: 'sc:Text',
  int64: 'sc:Integer',
  float64: 'sc:Float',
  boolean: 'sc:Boolean',
  date: 'sc:Date',
  // loaders that know no instants read them as dates, which carry the time too
  timestamp: ['sc:DateTime', 'sc:Date'],
}

const reference = (id: string) => ({ field: { '@id': id } })
const asText = (id: string, name: string, description: string): Json => ({
  ...{ '@type': 'cr:Field', '@id': id, name, description, dataType: 'sc:Text' },
})

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

const imagesByPath = (): Json => {
  const fromFiles = (extract: string, more: Json = {}) => ({
    source: { fileSet: { '@id': IMAGE_FILES }, extract: { fileProperty: extract }, ...more },
  })
  return {
    ...{ '@type': 'cr:RecordSet', '@id': IMAGES, name: IMAGES },
    description: 'Every image of images.zip by its path below images/.',
    key: { '@id': `${IMAGES}/path` },
    field: [
      {
        ...asText(`${IMAGES}/path`, 'path', 'Path below images/.'),
        ...fromFiles('fullpath', { transform: { regex: '^(?:.*?/)??images/(.+)$' } }),
      },
      {
        ...asText(`${IMAGES}/content`, 'content', 'The image.'),
        dataType: 'sc:ImageObject',
        ...fromFiles('content'),
      },
    ],
  }
}

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

/**
 * The record sets of a release, in the order: splits, closed lists of values, images, tables. Tables read their columns
 * from the Parquet files, which carry the types; an image column references the images by path and, where it is the only
 * one of its table, a further field brings the image itself in.
 */
export function recordSets(schema: DatasetSchema, hasImages: boolean): Json[] {
  const names = new Identifiers()
  const values = new Enumerations()
  const ids = new Map<string, string>()
  const tables = schema.tables.map((table) => {
    const fields = new Map(table.columns.map((column) => [column.name, names.of(table.name, column.name)]))
    const [id] = columnsOfRole(table, 'id')
    if (id) ids.set(table.name, fields.get(id.name) ?? '')
    return { table, fields }
  })
  const sets = tables.map(({ table, fields }): Json => {
    const images = table.columns.filter((column) => hasImages && column.modality === 'image')
    const split = splitOf(table.name)
    const columns = table.columns.map((column): Json => {
      const isImage = images.includes(column)
      const target =
        endReference(schema, table, column, ids) ??
        (isImage ? `${IMAGES}/path` : undefined) ??
        values.fieldFor(column)
      const type = DATA_TYPES[column.type]
      return {
        ...{ '@type': 'cr:Field', '@id': fields.get(column.name), name: column.name },
        description: describe(column),
        dataType: column.role === 'label' ? [type, 'cr:Label'].flat() : type,
        ...(target && { references: reference(target) }),
        source: {
          fileObject: { '@id': `${table.name}.parquet` },
          extract: { column: column.name },
          ...(isImage && { transform: { regex: '^(?:images/)?(.+)$' } }),
        },
      }
    })
    if (images.length === 1) {
      columns.push({
        ...asText(
          names.of(table.name, `${images[0].name}_content`),
          `${images[0].name}_content`,
          'The image.',
        ),
        ...{ dataType: 'sc:ImageObject', source: reference(`${IMAGES}/content`) },
      })
    }
    if (split) {
      columns.push({
        ...asText(names.of(table.name, 'split'), 'split', 'The split that the row belongs to.'),
        ...{ value: split, references: reference('splits/name') },
      })
    }
    const keys = columnsOfRole(table, 'id').map((column) => ({ '@id': fields.get(column.name) }))
    return {
      ...{ '@type': 'cr:RecordSet', '@id': table.name, name: table.name },
      description: `The table ${table.name}${table.rows === undefined ? '' : `, ${table.rows} rows`}.`,
      ...(keys.length > 0 && { key: keys.length === 1 ? keys[0] : keys }),
      field: columns,
    }
  })
  const someSplit = schema.tables.some((table) => splitOf(table.name))
  return [...(someSplit ? [splits()] : []), ...values.sets, ...(hasImages ? [imagesByPath()] : []), ...sets]
}
