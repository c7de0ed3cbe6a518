/** Where the machine code that reads cells finds them in memory, and where it leaves what it made of them. */

/** Cells that are in memory at a time, at most. */
export const MOST_CELLS = 16_384

// below are the tables of powers of ten that `number-code.ts` has
const tables = 9216
const arrays = 16_384
/** Addresses: of single words, of tables, of arrays with a place for each cell, of the cells' bytes. */
export const CELLS = {
  /** Sums over the cells, as a call leaves them. */
  sums: 0,
  /** For each byte whether a value can begin with it. */
  beginsValue: tables,
  /** For each number of two digits the days that this month can have. */
  daysOfMonth: tables + 256,
  starts: arrays,
  ends: arrays + 4 * MOST_CELLS,
  /** 1 where the cell is null. */
  nulls: arrays + 8 * MOST_CELLS,
  /** A byte for each cell: what it can be. */
  kinds: arrays + 9 * MOST_CELLS,
  /** Eight bytes for each cell: its hash or its value. */
  words: arrays + 10 * MOST_CELLS,
  bytes: arrays + 18 * MOST_CELLS,
} as const

/** Bits of a cell's kind: the types that it can be, in the order of `CANDIDATES`, and what the script has to look at. */
export const KIND = {
  boolean: 1,
  int64: 2,
  float64: 4,
  date: 8,
  timestamp: 16,
  /** Its types are not told. */
  undecided: 32,
  /** It may be the path of an image, a number with a decimal comma, or damaged. */
  remarkable: 64,
  null: 128,
} as const

/** What is left at `CELLS.sums`, in words of 4 bytes: of all cells that are not null. */
export const SUMS = { present: 0, empties: 1, words: 2, codePoints: 3, all: 4, any: 5 } as const

/** Puts the tables into memory. */
export function writeTables(buffer: ArrayBuffer): void {
  const begins = new Uint8Array(buffer, CELLS.beginsValue, 256)
  for (const byte of Buffer.from('0123456789+-.tTfFnNiI')) begins[byte] = 1
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  new Uint8Array(buffer, CELLS.daysOfMonth + 1, 12).set(days)
}
