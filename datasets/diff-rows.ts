import type { TableDiff } from './diff-types.ts'
import { type IndexedTable, visitIndexedRows } from './row-index.ts'
import { type Hash64, hash64 } from './stats/hash64.ts'
import { KeyOrdinals } from './stats/key-ordinals.ts'

const SHOWN_ROWS = 5
const SHOWN_COLUMNS = 20
const LONGEST_KEY = 80
/** Hashes of the newer table are held in memory; beyond this, rows are not compared. */
const MAX_HELD_BYTES = 1 << 29

/** An index file and one of its tables. */
export interface IndexedPlace {
  path: string
  table: IndexedTable
}

/** The rows of the newer table, to be looked up by key. */
export class HeldRows {
  readonly place: IndexedPlace
  readonly seen: Uint8Array
  readonly #ordinals = new KeyOrdinals()
  readonly #hashes: Uint32Array
  readonly #key: Hash64 = { high: 0, low: 0 }

  private constructor(place: IndexedPlace) {
    const { rows, slots } = place.table
    this.place = place
    this.seen = new Uint8Array(rows)
    this.#hashes = new Uint32Array(rows * slots.length)
    visitIndexedRows(place.path, place.table, (bytes, start, end, row) => {
      const { high, low } = this.#hashOf(bytes, start, end)
      this.#ordinals.set(high, low, row)
      for (let i = 0; i < slots.length; i++)
        this.#hashes[row * slots.length + i] = bytes.readUInt32LE(end + 4 * i)
    })
  }

  /** Reads the rows into memory; undefined when they are too many. */
  static read(place: IndexedPlace): HeldRows | undefined {
    const { rows, slots } = place.table
    return rows * (32 + 4 * slots.length) > MAX_HELD_BYTES ? undefined : new HeldRows(place)
  }

  #hashOf(bytes: Uint8Array, start: number, end: number): Hash64 {
    this.#key.high = 0
    this.#key.low = 0
    hash64(this.#key, bytes, start, end)
    return this.#key
  }

  /** The row with this key; -1 for none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const { high, low } = this.#hashOf(bytes, start, end)
    return this.#ordinals.get(high, low)
  }

  hash(row: number, slot: number): number {
    return this.#hashes[row * this.place.table.slots.length + slot]
  }

  /** How many rows of another table have a key that a row here has. */
  countShared(other: IndexedPlace): number {
    let shared = 0
    visitIndexedRows(other.path, other.table, (bytes, start, end) => {
      if (this.find(bytes, start, end) >= 0) shared++
    })
    return shared
  }
}

/** The key as a person reads it: an id, or two ids with a comma. */
function shownKey(bytes: Buffer, start: number, end: number): string {
  const key = bytes.toString('utf8', start, end)
  let text = key
  if (key.startsWith('["')) {
    try {
      text = (JSON.parse(key) as string[]).join(', ')
    } catch {
      // an id that merely begins like a list
    }
  }
  return text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY)}…` : text
}

/** Slots that stand for the same columns of the same types in both tables, by position in either. */
function sharedSlots(before: IndexedTable, after: IndexedTable): { before: number; after: number }[] {
  const positions = new Map(after.slots.map((slot, i) => [JSON.stringify(slot), i]))
  return before.slots.flatMap((slot, i) => {
    const at = positions.get(JSON.stringify(slot))
    return at === undefined ? [] : [{ before: i, after: at }]
  })
}

/**
 * Compares two versions of a table by key: which rows are new, gone, or have another value in a column that both
 * versions have with one type. Streams the older one.
 */
export function diffRows(older: IndexedPlace, held: HeldRows): NonNullable<TableDiff['rows']> {
  const { slots } = held.place.table
  const shared = sharedSlots(older.table, held.place.table)
  const changes = new Uint32Array(slots.length)
  const examples = { added: [] as string[], removed: [] as string[], changed: [] as string[] }
  const note = (list: string[], bytes: Buffer, start: number, end: number) => {
    if (list.length < SHOWN_ROWS) list.push(shownKey(bytes, start, end))
  }
  let [added, removed, changed] = [0, 0, 0]
  visitIndexedRows(older.path, older.table, (bytes, start, end) => {
    const row = held.find(bytes, start, end)
    if (row < 0) {
      removed++
      note(examples.removed, bytes, start, end)
      return
    }
    held.seen[row] = 1
    let differs = false
    for (const slot of shared) {
      if (bytes.readUInt32LE(end + 4 * slot.before) === held.hash(row, slot.after)) continue
      differs = true
      changes[slot.after]++
    }
    if (!differs) return
    changed++
    note(examples.changed, bytes, start, end)
  })
  visitIndexedRows(held.place.path, held.place.table, (bytes, start, end, row) => {
    if (held.seen[row]) return
    added++
    note(examples.added, bytes, start, end)
  })
  const byColumn = slots
    .map(({ columns }, i) => ({
      column: columns.length > 1 ? `${columns[0]} and further` : columns[0],
      rows: changes[i],
    }))
    .filter((one) => one.rows > 0)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, SHOWN_COLUMNS)
  return { added, removed, changed, byColumn, examples }
}
