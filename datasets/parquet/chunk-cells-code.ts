/** What the functions that go over the cells of a column chunk share. */
import {
  block,
  br,
  brIf,
  type Code,
  i32,
  local,
  loop,
  set,
  type ValueType,
} from '#scoring/machine-code/assembler.ts'

/** Words that calls leave and begin with; what is written begins at `free`. */
export const CHUNK_LAYOUT = {
  /** Of a dictionary: its values, the cells that have got a number, bytes of the values with 4 for each length. */
  values: 0,
  numbered: 4,
  valueBytes: 8,
  /** Rows of the smallest and the largest text. */
  least: 12,
  most: 16,
  /** Eight bytes that make hashes differ from process to process. */
  seed: 24,
  free: 64,
} as const

/** Where `compareTexts` stands in the module. */
export const COMPARE = 0
/** Locals of 32 bits. */
export const words = (count: number): ValueType[] => new Array<ValueType>(count).fill('i32')
/** A number that is known. */
export const number = (value: number): Code => i32.const(value)
/** Adds to a local. */
export const add = (index: number, by: number): Code => set(index, i32.add(local(index), number(by)))
/** The address of a word in a list. */
export const wordAt = (list: number, index: Code): Code => i32.add(local(list), i32.shl(index, number(2)))
/** Adds to a word in memory. */
export const count = (address: number, by: Code): Code =>
  i32.store(number(address), i32.add(i32.load(number(address)), by))

/** Parameters of the functions that go over the cells of a column, with the addresses of a PlacedColumn, from row to row. */
export const [TEXT, STARTS, ENDS, NULLS, ROW, TO] = [0, 1, 2, 3, 4, 5]

/** Where the text of a row begins or ends. */
export const placeOf = (offsets: number, row: Code): Code =>
  i32.add(local(TEXT), i32.load(wordAt(offsets, row)))

/** Runs code for each cell that is not null; it is in a block that it may leave (depth 0). */
export const forEachCell = (...body: Code[]): Code =>
  block(
    loop(
      brIf(1, i32.geU(local(ROW), local(TO))),
      block(brIf(0, i32.load8(i32.add(local(NULLS), local(ROW)))), ...body),
      add(ROW, 1),
      br(0),
    ),
  )
