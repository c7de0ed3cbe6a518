import { parseLicence } from '#core/licences.ts'
import { type ColumnSchema, columnsOfRole, type DatasetSchema, type TableSchema } from '../schema.ts'
import { isPairsTable, PAIR_COLUMNS } from '../table-names.ts'
import type { ReleaseFile } from '../table-writers.ts'
import { addressOf, type ReleaseWords, readCreator, semanticVersion, sheetOf } from './release-words.ts'

type Json = Record<string, unknown>

const PROFILES = 'https://datapackage.org/profiles/2.0'
/** Closed lists longer than this are in schema.json only. */
const MOST_VALUES = 1000

const FIELD_TYPES: Record<ColumnSchema['type'], string> = {
  string: 'string',
  int64: 'integer',
  float64: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
}

const MEDIA_TYPES: Record<string, string> = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
  zip: 'application/zip',
  json: 'application/json',
}

function fieldOf(column: ColumnSchema): Json {
  const { name, type, nullable, categories, unit, description } = column
  const words = [description, unit && `Unit: ${unit}.`].filter(Boolean).join(' ')
  const listed = type === 'string' && categories && categories.length > 0 && categories.length <= MOST_VALUES
  const constraints = { ...(!nullable && { required: true }), ...(listed && { enum: categories }) }
  return {
    ...{ name, type: FIELD_TYPES[type] },
    ...(words && { description: words }),
    ...(listed && { categories }),
    // where nothing is missing, a quoted empty string is a value like others
    ...(type === 'string' && !nullable && { missingValues: [] }),
    ...(Object.keys(constraints).length > 0 && { constraints }),
  }
}

/** The records that the two ends of a pair name. */
function foreignKeys(schema: DatasetSchema, table: TableSchema): Json[] {
  if (!isPairsTable(schema.kind, table.name)) return []
  return PAIR_COLUMNS.flatMap((column) => {
    const side = schema.tables.find(({ name }) => name === column.replace('id_', ''))
    const target = side ?? schema.tables.find(({ name }) => name === 'records')
    const [id] = target ? columnsOfRole(target, 'id') : []
    if (!target || !id) return []
    return [{ fields: [column], reference: { resource: target.name, fields: [id.name] } }]
  })
}

function tableSchema(schema: DatasetSchema, table: TableSchema): Json {
  const keys = columnsOfRole(table, 'id').map((column) => column.name)
  const references = foreignKeys(schema, table)
  return {
    $schema: `${PROFILES}/tableschema.json`,
    fields: table.columns.map(fieldOf),
    missingValues: [''],
    ...(keys.length > 0 && { primaryKey: keys }),
    ...(references.length > 0 && { foreignKeys: references }),
  }
}

/** `train` for the CSV, which such tools read; `train-parquet` for its twin, `images.zip` for everything else. */
function resourceOf(schema: DatasetSchema, file: ReleaseFile): Json {
  const { path, format, sizeBytes, sha256 } = file
  const table = schema.tables.find(({ name }) => name === file.table)
  const stem = file.table ?? path
  return {
    $schema: `${PROFILES}/dataresource.json`,
    name: format === 'parquet' ? `${stem}-parquet` : stem,
    ...(format === 'csv' && { type: 'table', encoding: 'utf-8' }),
    ...{ path, format, mediatype: MEDIA_TYPES[format], bytes: sizeBytes, hash: `sha256:${sha256}` },
    ...(table && format === 'csv' && { schema: tableSchema(schema, table) }),
  }
}

function licencesOf(expression: string | undefined): Json[] {
  const parsed = expression ? parseLicence(expression) : undefined
  if (!parsed || !('licences' in parsed)) return []
  return parsed.licences.map(({ id, name, url }) => ({ name: id, title: name, ...(url && { path: url }) }))
}

/**
 * Describes a release as a Data Package 2.0 (https://datapackage.org): every file with size and SHA-256, every table
 * with types, constraints, primary and foreign keys. Paths are relative to the descriptor.
 */
export function describeAsDataPackage(
  words: ReleaseWords,
  schema: DatasetSchema,
  files: readonly ReleaseFile[],
): Json {
  const sheet = sheetOf(words)
  const homepage = words.url ?? sheet.homepage
  const licences = licencesOf(words.licence)
  const contributors = sheet.creators.map((text) => ({ title: readCreator(text).name, roles: ['author'] }))
  const id = addressOf(words)
  return {
    $schema: `${PROFILES}/datapackage.json`,
    ...(words.slug && { name: words.slug }),
    ...(id && { id }),
    title: words.title,
    description: words.description?.trim() || words.summary || words.title,
    version: semanticVersion(words),
    ...(words.published && { created: `${words.published}T00:00:00Z` }),
    ...(homepage && { homepage }),
    ...(sheet.keywords.length > 0 && { keywords: sheet.keywords }),
    ...(licences.length > 0 && { licenses: licences }),
    ...(contributors.length > 0 && { contributors }),
    resources: files.filter(({ format }) => format in MEDIA_TYPES).map((file) => resourceOf(schema, file)),
  }
}
