/** The record sets of a Croissant document that give images. */
import { type ColumnSchema, columnsOfRole, type TableSchema } from '../schema.ts'
import { asText, DATA_TYPES, Identifiers, type Json, keyOf, reference } from './croissant-fields.ts'

/** The file set of all images. */
export const IMAGE_FILES = 'image-files'
const BY_PATH = 'images-by-path'

/** Every image by its path below `images/`. */
export function imagesByPath(): Json {
  const fromFiles = (extract: string, more: Json = {}) => ({
    source: { fileSet: { '@id': IMAGE_FILES }, extract: { fileProperty: extract }, ...more },
  })
  return {
    ...{ '@type': 'cr:RecordSet', '@id': BY_PATH, name: BY_PATH },
    description: 'Every image of images.zip by its path below images/.',
    ...keyOf([`${BY_PATH}/path`]),
    field: [
      {
        ...asText(`${BY_PATH}/path`, 'path', 'Path below images/.'),
        ...fromFiles('fullpath', { transform: { regex: '^(?:.*?/)??images/(.+)$' } }),
      },
      {
        ...asText(`${BY_PATH}/content`, 'content', 'The image.'),
        ...{ dataType: 'sc:ImageObject', ...fromFiles('content') },
      },
    ],
  }
}

/**
 * The images that a column of a table names, by the table's key. They have a record set of their own because the official
 * loader carries out only the first join of a record set, and compares a field's text with another field's but not with
 * a file's: so a table with enumerations loads without its images, and this one brings them.
 *
 * @param fields identifiers of the table's fields by the column's name
 */
export function imagesOfColumn(
  table: TableSchema,
  column: ColumnSchema,
  fields: ReadonlyMap<string, string>,
): Json {
  const set = `images-of/${fields.get(column.name)}`
  const names = new Identifiers()
  const from = (name: string) => reference(fields.get(name) ?? '')
  const ids = columnsOfRole(table, 'id').map(
    (id): Json => ({
      ...asText(names.of(set, id.name), id.name, `The ${id.name} of the row in ${table.name}.`),
      ...{ dataType: DATA_TYPES[id.type], source: from(id.name) },
    }),
  )
  return {
    ...{ '@type': 'cr:RecordSet', '@id': set, name: set },
    description: `The images that the column ${column.name} of ${table.name} names.`,
    ...keyOf(ids.map((id) => String(id['@id']))),
    field: [
      ...ids,
      {
        ...asText(names.of(set, 'path'), 'path', 'Path below images/.'),
        ...{ source: from(column.name), references: reference(`${BY_PATH}/path`) },
      },
      {
        ...asText(names.of(set, 'content'), 'content', 'The image.'),
        ...{ dataType: 'sc:ImageObject', source: reference(`${BY_PATH}/content`) },
      },
    ],
  }
}
