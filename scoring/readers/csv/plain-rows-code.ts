/**
 * The machine code that takes plain rows apart: cells without or in quotes, numbers of up to 19 significant digits. Whatever
 * else it meets it leaves alone, row by row, for RowScanner, which is also what it is tested against.
 */
import {
  assemble,
  block,
  br,
  brIf,
  type Code,
  either,
  f64,
  i8x16,
  i32,
  local,
  loop,
  set,
  tee,
  type ValueType,
  when,
} from '../../machine-code/assembler.ts'
import { NUMBER, NUMBER_LOCALS, NUMBER_PARAMETERS, takeNumber } from './number-code.ts'
import { POWERS_END } from './powers.ts'

/** Where things are in memory. One page of tables, then per column its form and the addresses of its cells. */
export const LAYOUT = {
  /** As a call returns: rows there are, the line where it stopped, the end of the list of doubled quotes. */
  rowCount: 0,
  line: 4,
  doubledEnd: 8,
  /** Where the line of each row is kept. */
  lines: 12,
  /** Cells with doubled quotes: the address of the column's description and the row, 4 bytes each. */
  doubled: Math.ceil(POWERS_END / 8) * 8,
  /** Per column 16 bytes: 1 for numbers, address of values or starts, address of ends, address of nulls. */
  columns: 65_536,
} as const

// where to read, end of the bytes, address of the last column's description, rows that fit, rows there are, address of the
// window, line, byte between cells
const [AT, END, LAST, CAPACITY, ROW, WINDOW, LINE, DELIMITER] = [0, 1, 2, 3, 4, 5, 6, 7]
const OWN_LOCALS: readonly ValueType[] = [...new Array<ValueType>(8).fill('i32'), 'v128']
const [ROW_START, COLUMN, CONTENT, STOP, HAS_DOUBLED, DOUBLED, ROW_DOUBLED, NEWLINES, DELIMITERS] =
  OWN_LOCALS.map((_, i) => NUMBER_PARAMETERS + NUMBER_LOCALS.length + i)
const { start: START, mark: MARK, lanes: LANES, value: VALUE } = NUMBER

const at = local(AT)
const byteAt = i32.load8(at)
const advance = (by: number | Code): Code => set(AT, i32.add(at, typeof by === 'number' ? i32.const(by) : by))
const code = (character: string): Code => i32.const(character.charCodeAt(0))
const inWindow = (address: Code): Code => i32.sub(address, local(WINDOW))
const lanesEqual = (character: string): Code => i8x16.eq(local(LANES), i8x16.splat(code(character)))
/** The address of this row's cell in the column's array whose address stands `field` bytes into its description. */
const cellAt = (field: number, shift: number): Code =>
  i32.add(i32.load(local(COLUMN), field), i32.shl(local(ROW), i32.const(shift)))

/** Moves to the first byte of some kinds, 16 bytes at a time; the line feed after the end stops it. */
const skipTo = (found: Code): Code => [
  ...loop(set(LANES, i8x16.load(at)), when(i32.eqz(tee(MARK, i8x16.bitmask(found))), advance(16), br(1))),
  ...advance(i32.ctz(local(MARK))),
]
const lineEnds = i8x16.or(lanesEqual('\n'), lanesEqual('\r'))
const skipText = skipTo(
  i8x16.or(i8x16.or(i8x16.eq(local(LANES), local(DELIMITERS)), lineEnds), lanesEqual('"')),
)

/** Moves from the opening quote to the closing one; leaves the row where the bytes end before. */
const skipQuoted = (leave: number): Code => [
  ...advance(1),
  ...set(CONTENT, at),
  ...loop(
    skipTo(i8x16.or(lineEnds, lanesEqual('"'))),
    either(
      i32.eq(byteAt, code('"')),
      when(i32.eq(i32.load8(at, 1), code('"')), set(HAS_DOUBLED, i32.const(1)), advance(2), br(2)),
      [
        ...brIf(leave + 2, i32.geU(at, local(END))),
        // a CR before an LF is no line end of its own
        ...set(
          NEWLINES,
          i32.add(local(NEWLINES), i32.or(i32.eq(byteAt, code('\n')), i32.ne(i32.load8(at, 1), code('\n')))),
        ),
        ...advance(1),
        ...br(1),
      ],
    ),
  ),
]

/** Notes a cell whose doubled quotes are to be halved; leaves the row where the list is full. */
const noteDoubled = (leave: number): Code => [
  ...brIf(leave, i32.geU(local(DOUBLED), i32.const(LAYOUT.columns))),
  ...i32.store(local(DOUBLED), local(COLUMN)),
  ...i32.store(local(DOUBLED), local(ROW), 4),
  ...set(DOUBLED, i32.add(local(DOUBLED), i32.const(8))),
]

/** A text cell: null where there is nothing, not even quotes. */
const textCell = (leave: number): Code => [
  ...either(
    i32.eq(byteAt, code('"')),
    [
      ...set(HAS_DOUBLED, i32.const(0)),
      ...skipQuoted(leave + 1),
      ...set(STOP, at),
      ...advance(1),
      ...when(local(HAS_DOUBLED), noteDoubled(leave + 2)),
    ],
    [...skipText, ...set(CONTENT, local(START)), ...set(STOP, at)],
  ),
  ...i32.store(cellAt(4, 2), inWindow(local(CONTENT))),
  ...i32.store(cellAt(8, 2), inWindow(local(STOP))),
  ...i32.store8(cellAt(12, 0), i32.eq(at, local(START))),
]

const numberCell = (leave: number): Code => [...takeNumber(leave), ...f64.store(cellAt(4, 3), local(VALUE))]

/** The line end of a row, then the next row; leaves the row where it has more cells or the bytes end. */
const endRow = (leave: number, nextRow: number): Code => [
  ...when(i32.eq(byteAt, code('\r')), advance(1)),
  ...brIf(leave, i32.ne(byteAt, code('\n'))),
  ...brIf(leave, i32.geU(at, local(END))),
  ...advance(1),
  ...i32.store(i32.add(i32.load(i32.const(LAYOUT.lines)), i32.shl(local(ROW), i32.const(2))), local(LINE)),
  ...set(LINE, i32.add(local(LINE), i32.add(local(NEWLINES), i32.const(1)))),
  ...set(ROW, i32.add(local(ROW), i32.const(1))),
  ...br(nextRow),
]

// the numbers of `br` count the enclosing blocks and loops from the inside: cell, row left alone, rows, done
const cells: Code = loop(
  set(START, at),
  either(i32.load(local(COLUMN)), numberCell(2), textCell(2)),
  when(i32.eq(local(COLUMN), local(LAST)), endRow(2, 3)),
  brIf(1, i32.ne(byteAt, local(DELIMITER))),
  advance(1),
  set(COLUMN, i32.add(local(COLUMN), i32.const(16))),
  br(0),
)

const rows: Code = block(
  loop(
    brIf(1, i32.or(i32.geU(local(ROW), local(CAPACITY)), i32.geU(at, local(END)))),
    set(ROW_START, at),
    set(ROW_DOUBLED, local(DOUBLED)),
    set(NEWLINES, i32.const(0)),
    set(COLUMN, i32.const(LAYOUT.columns)),
    block(cells),
    set(AT, local(ROW_START)),
    set(DOUBLED, local(ROW_DOUBLED)),
  ),
)

/**
 * The module: `run(at, end, last, capacity, row, window, line, delimiter)` returns where it stopped and leaves the rows in
 * memory.
 */
export function plainRowsModule(): Uint8Array<ArrayBuffer> {
  const body = [
    ...set(DELIMITERS, i8x16.splat(local(DELIMITER))),
    ...set(DOUBLED, i32.const(LAYOUT.doubled)),
    ...rows,
    ...i32.store(i32.const(LAYOUT.rowCount), local(ROW)),
    ...i32.store(i32.const(LAYOUT.line), local(LINE)),
    ...i32.store(i32.const(LAYOUT.doubledEnd), local(DOUBLED)),
    ...at,
  ]
  return assemble([
    { name: 'run', parameters: NUMBER_PARAMETERS, locals: [...NUMBER_LOCALS, ...OWN_LOCALS], body },
  ])
}
