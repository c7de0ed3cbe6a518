/**
 * Machine code that parses the cells of a column, those in the common forms: the others it marks, for the grammar of
 * `cell-text.ts` to decide.
 */
import {
  block,
  br,
  brIf,
  type Code,
  either,
  f64,
  i8x16,
  i32,
  i64,
  local,
  loop,
  type MachineFunction,
  set,
  type ValueType,
  when,
} from '#scoring/machine-code/assembler.ts'
import { NUMBER, NUMBER_LOCALS, NUMBER_PARAMETERS, takeNumber } from '#scoring/readers/csv/number-code.ts'
import { CELLS } from './cell-layout.ts'
import { dayNumber, takeDate, twoDigits } from './civil-code.ts'

// as code that reads numbers wants it: where to read comes first
const { at: AT, start: START, value: VALUE } = NUMBER
const [ROWS, BYTES] = [1, 2]
const OWN: readonly ValueType[] = [...new Array<ValueType>(9).fill('i32'), 'i64', 'v128']
const [ROW, END, LEFT, TO, DIGITS, year, month, day, IS_NEGATIVE, WHOLE, LANES] = OWN.map(
  (_, i) => NUMBER_PARAMETERS + NUMBER_LOCALS.length + i,
)
const civil = { year, month, day }

const number = (value: number): Code => i32.const(value)
const code = (character: string): Code => number(character.charCodeAt(0))
const add = (index: number, value: number): Code => set(index, i32.add(local(index), number(value)))
const rowOffset = (shift: number): Code => i32.shl(local(ROW), number(shift))
const byteOf = (offset: number): Code => i32.load8(local(START), offset)
const size = i32.sub(local(END), local(START))
const cellAt = (offsets: number): Code => i32.add(local(BYTES), i32.load(rowOffset(2), offsets))

/**
 * A function of the number of cells that parses each that is not null. It leaves 1 at `CELLS.kinds` for each that it has
 * not parsed, and returns how many these are.
 *
 * @param parse leaves one block where the cell is not in a common form
 * @param parseNull what is done for a cell that is null
 */
function parser(name: string, parse: Code, parseNull: Code = []): MachineFunction {
  const cell = [
    ...set(START, cellAt(CELLS.starts)),
    ...set(AT, local(START)),
    ...set(END, cellAt(CELLS.ends)),
    ...block(
      block(parse, i32.store8(local(ROW), number(0), CELLS.kinds), br(1)),
      i32.store8(local(ROW), number(1), CELLS.kinds),
      add(LEFT, 1),
    ),
  ]
  const isNull = i32.load8(local(ROW), CELLS.nulls)
  const skip = [...i32.store8(local(ROW), number(0), CELLS.kinds), ...parseNull]
  const rows = block(
    loop(brIf(1, i32.geU(local(ROW), local(ROWS))), either(isNull, skip, cell), add(ROW, 1), br(0)),
  )
  const locals = [...NUMBER_LOCALS, ...OWN]
  return { name, parameters: NUMBER_PARAMETERS, locals, body: [...rows, ...local(LEFT)] }
}

/** Up to 18 digits, which fit into 64 bits whatever they are. */
const wholeNumber: Code = [
  ...set(IS_NEGATIVE, i32.eq(byteOf(0), code('-'))),
  ...set(AT, i32.add(local(START), local(IS_NEGATIVE))),
  ...brIf(0, i32.gtU(i32.sub(i32.sub(local(END), local(AT)), number(1)), number(17))),
  ...set(WHOLE, i64.const(0n)),
  ...loop(
    set(DIGITS, i32.sub(i32.load8(local(AT)), code('0'))),
    brIf(1, i32.gtU(local(DIGITS), number(9))),
    set(WHOLE, i64.add(i64.mul(local(WHOLE), i64.const(10n)), i64.extend(local(DIGITS)))),
    add(AT, 1),
    brIf(0, i32.ltU(local(AT), local(END))),
  ),
  ...when(local(IS_NEGATIVE), set(WHOLE, i64.sub(i64.const(0n), local(WHOLE)))),
  ...i64.store(rowOffset(3), local(WHOLE), CELLS.words),
]

const float: Code = [
  ...takeNumber(0),
  // what follows the cell may be a digit as well
  ...brIf(0, i32.ne(local(AT), local(END))),
  ...f64.store(rowOffset(3), local(VALUE), CELLS.words),
]

/** Reads a date of which digits and dashes stand where they should; leaves for whatever else. */
const date = (digits: number): Code => {
  const dashes = i32.and(i32.eq(byteOf(4), code('-')), i32.eq(byteOf(7), code('-')))
  return [
    ...set(LANES, i8x16.load(local(START))),
    ...set(
      DIGITS,
      i8x16.bitmask(i8x16.leU(i8x16.sub(local(LANES), i8x16.splat(code('0'))), i8x16.splat(number(9)))),
    ),
    ...brIf(0, i32.ne(i32.and(local(DIGITS), number(digits)), number(digits))),
    ...brIf(0, i32.eqz(dashes)),
    ...brIf(0, i32.eqz(takeDate(local(START), civil))),
  ]
}

const day10: Code = [
  ...brIf(0, i32.ne(size, number(10))),
  ...date(0b11_0110_1111),
  ...i32.store(rowOffset(2), dayNumber(civil), CELLS.words),
]

/** `YYYY-MM-DDTHH:MM:SS` with `T` or a space, with `Z` or without. */
const instant: Code = (() => {
  const isLong = i32.and(i32.eq(size, number(20)), i32.eq(byteOf(19), code('Z')))
  const isApart = i32.or(i32.eq(byteOf(10), code('T')), i32.eq(byteOf(10), code(' ')))
  const colons = i32.and(i32.eq(byteOf(13), code(':')), i32.eq(byteOf(16), code(':')))
  const isDigit = (offset: number) => i32.ltU(i32.sub(byteOf(offset), code('0')), number(10))
  const pair = (offset: number) => twoDigits(local(START), offset)
  const isUpTo = (offset: number, most: number) => i32.leU(pair(offset), number(most))
  const isClock = i32.and(isUpTo(11, 23), i32.and(isUpTo(14, 59), isUpTo(17, 59)))
  const seconds = i32.add(i32.mul(i32.add(i32.mul(pair(11), number(60)), pair(14)), number(60)), pair(17))
  const days = i64.mul(i64.extendSigned(dayNumber(civil)), i64.const(86_400n))
  return [
    ...brIf(0, i32.eqz(i32.or(i32.eq(size, number(19)), isLong))),
    ...brIf(0, i32.eqz(i32.and(isApart, colons))),
    ...date(0b1101_1011_0110_1111),
    ...brIf(0, i32.eqz(i32.and(isClock, i32.and(isDigit(17), isDigit(18))))),
    ...i64.store(
      rowOffset(3),
      i64.mul(i64.add(days, i64.extend(seconds)), i64.const(1_000_000n)),
      CELLS.words,
    ),
  ]
})()

const truth: Code = (() => {
  const isWord = (text: string): Code =>
    i32.eq(i32.load(local(START)), number(Buffer.from(text, 'latin1').readInt32LE()))
  const endsIn = (last: string): Code => i32.and(i32.eq(size, number(5)), i32.eq(byteOf(4), code(last)))
  const isTrue = i32.and(
    i32.eq(size, number(4)),
    i32.or(isWord('true'), i32.or(isWord('True'), isWord('TRUE'))),
  )
  const isFalse = i32.or(
    i32.and(endsIn('e'), i32.or(isWord('fals'), isWord('Fals'))),
    i32.and(endsIn('E'), isWord('FALS')),
  )
  return [
    ...set(TO, isTrue),
    ...i32.store8(local(ROW), local(TO), CELLS.words),
    ...brIf(0, i32.eqz(i32.or(local(TO), isFalse))),
  ]
})()

/**
 * Copies the texts of cells one behind the other, `out` on, and leaves at `CELLS.words` where each begins and the last ends,
 * as distances from `out`. Up to 16 bytes behind the last are overwritten. Returns the length of all.
 */
function packTexts(): MachineFunction {
  const [rows, bytes, out] = [0, 1, 2]
  const [row, from, left, to] = [3, 4, 5, 6]
  const offset = i32.shl(local(row), number(2))
  const place = (offsets: number): Code => i32.add(local(bytes), i32.load(offset, offsets))
  const step = (index: number, by: number): Code => set(index, i32.add(local(index), number(by)))
  const copy = [
    ...set(from, place(CELLS.starts)),
    ...set(left, i32.sub(place(CELLS.ends), local(from))),
    ...loop(
      i8x16.store(local(to), i8x16.load(local(from))),
      when(i32.gtU(local(left), number(16)), step(from, 16), step(to, 16), step(left, -16), br(1)),
    ),
    ...set(to, i32.add(local(to), local(left))),
  ]
  const keepOffset = i32.store(offset, i32.sub(local(to), local(out)), CELLS.words)
  const all = block(
    loop(
      keepOffset,
      brIf(1, i32.geU(local(row), local(rows))),
      when(i32.eqz(i32.load8(local(row), CELLS.nulls)), copy),
      step(row, 1),
      br(0),
    ),
  )
  const body = [...set(to, local(out)), ...all, ...i32.sub(local(to), local(out))]
  return { name: 'packTexts', parameters: 3, locals: ['i32', 'i32', 'i32', 'i32'], body }
}

/** All functions over the values of cells. */
export function cellValues(): MachineFunction[] {
  const noTruth = i32.store8(local(ROW), number(0), CELLS.words)
  return [
    parser('int64', wholeNumber),
    parser('float64', float),
    parser('date', day10),
    parser('timestamp', instant),
    parser('boolean', truth, noTruth),
    packTexts(),
  ]
}
