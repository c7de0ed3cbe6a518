/** What the record sets of a Croissant document are put together from. */
import type { ColumnSchema } from '../schema.ts'

/** A part of a document. */
export type Json = Record<string, unknown>

/** Hands out identifiers without white space, which the validator refuses, each once. */
export class Identifiers {
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

/** Data types by the type of a column. */
export const DATA_TYPES: Record<ColumnSchema['type'], string | string[]> = {
  string: 'sc:Text',
  int64: 'sc:Integer',
  float64: 'sc:Float',
  boolean: 'sc:Boolean',
  date: 'sc:Date',
  // loaders that know no instants read them as dates, which carry the time too
  timestamp: ['sc:DateTime', 'sc:Date'],
}

/** A source or reference that is a field of a record set. */
export const reference = (id: string) => ({ field: { '@id': id } })

/** A field of text; what follows in a spread may change its type. */
export const asText = (id: string, name: string, description: string): Json => ({
  ...{ '@type': 'cr:Field', '@id': id, name, description, dataType: 'sc:Text' },
})

/** The key of a record set: one field, several, or none. */
export function keyOf(ids: readonly string[]): Json {
  const keys = ids.map((id) => ({ '@id': id }))
  if (keys.length === 0) return {}
  return { key: keys.length === 1 ? keys[0] : keys }
}
