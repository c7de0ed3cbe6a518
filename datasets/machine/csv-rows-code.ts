/** Machine code that quotes texts for CSV and puts rows together. */
import {
  block,
  br,
  brIf,
  type Code,
  i8x16,
  i32,
  local,
  loop,
  type MachineFunction,
  set,
  tee,
  type ValueType,
  when,
} from '#scoring/machine-code/assembler.ts'
import { advance, character, forEachRow, plus, rowAt } from './texts-code.ts'

const BYTE_ORDER_MARK = 0xbfbbef
const words = (count: number): ValueType[] => new Array<ValueType>(count).fill('i32')

// parameters and locals of `csvTexts`
const [BYTES, STARTS, ENDS, NULLS, ROWS, DELIMITER, PAIRS, OUT] = [0, 1, 2, 3, 4, 5, 6, 7]
const [ROW, FROM, TO, AT, IS_QUOTED, MARK, LANES] = [8, 9, 10, 11, 12, 13, 14]

const lanesEqual = (byte: Code): Code => i8x16.eq(local(LANES), i8x16.splat(byte))
const specials = i8x16.bitmask(
  i8x16.or(
    i8x16.or(lanesEqual(local(DELIMITER)), lanesEqual(character('"'))),
    i8x16.or(lanesEqual(character('\n')), lanesEqual(character('\r'))),
  ),
)
const startsWithMark = i32.and(
  i32.eq(i32.and(i32.load(local(FROM)), i32.const(0xffffff)), i32.const(BYTE_ORDER_MARK)),
  i32.geU(i32.sub(local(TO), local(FROM)), i32.const(3)),
)

/** Sets IS_QUOTED where a byte of the text needs quotes. */
const findSpecial: Code = block(
  loop(
    brIf(1, i32.geU(local(AT), local(TO))),
    set(LANES, i8x16.load(local(AT))),
    when(i32.eqz(tee(MARK, specials)), advance(AT, 16), br(1)),
    // of the last 16 bytes, some stand behind the text
    set(IS_QUOTED, i32.or(local(IS_QUOTED), i32.ltU(i32.add(local(AT), i32.ctz(local(MARK))), local(TO)))),
  ),
)

const writeByte = (byte: Code): Code => [...i32.store8(local(OUT), byte), ...advance(OUT, 1)]

/** Writes the text with quotes to OUT, each quote in it twice, and lets FROM and TO be there. */
const quote: Code = [
  ...set(AT, local(FROM)),
  ...set(FROM, local(OUT)),
  ...writeByte(character('"')),
  ...block(
    loop(
      brIf(1, i32.geU(local(AT), local(TO))),
      writeByte(tee(MARK, i32.load8(local(AT)))),
      advance(AT, 1),
      brIf(0, i32.ne(local(MARK), character('"'))),
      writeByte(character('"')),
      br(0),
    ),
  ),
  ...writeByte(character('"')),
  ...set(TO, local(OUT)),
]

/**
 * Where the texts of strings stand as CSV wants them: those that need no quotes where they are, the others at `out`, where
 * there has to be room for twice their bytes and their quotes. Returns where that ends.
 */
export function csvTexts(): MachineFunction {
  const place = (offsets: number): Code => i32.add(local(BYTES), i32.load(rowAt(offsets, ROW, 2)))
  const body = [
    ...forEachRow(
      ROW,
      ROWS,
      set(FROM, local(OUT)),
      set(TO, local(OUT)),
      when(
        i32.eqz(i32.load8(i32.add(local(NULLS), local(ROW)))),
        set(FROM, place(STARTS)),
        set(TO, place(ENDS)),
        set(AT, local(FROM)),
        set(IS_QUOTED, i32.or(i32.eq(local(FROM), local(TO)), startsWithMark)),
        findSpecial,
        when(local(IS_QUOTED), quote),
      ),
      i32.store(rowAt(PAIRS, ROW, 3), local(FROM)),
      i32.store(rowAt(PAIRS, ROW, 3), local(TO), 4),
    ),
    ...local(OUT),
  ]
  return { name: 'csvTexts', parameters: 8, locals: [...words(6), 'v128'], body }
}

/** Writes the texts of each row one behind the other, delimiters between them and a line feed at the end. */
export function joinRows(): MachineFunction {
  const [pairs, columns, rows, delimiter, out] = [0, 1, 2, 3, 4]
  const [row, column, pair, from, stop] = [5, 6, 7, 8, 9]
  const copySixteen = i8x16.store(local(out), i8x16.load(local(from)))
  const copyText: Code = [
    ...copySixteen,
    ...block(
      loop(
        advance(out, 16),
        brIf(1, i32.geU(local(out), local(stop))),
        advance(from, 16),
        copySixteen,
        br(0),
      ),
    ),
    ...set(out, local(stop)),
  ]
  const body = [
    ...forEachRow(
      row,
      rows,
      set(pair, rowAt(pairs, row, 3)),
      forEachRow(
        column,
        columns,
        set(from, i32.load(local(pair))),
        set(stop, i32.add(local(out), i32.sub(i32.load(local(pair), 4), local(from)))),
        copyText,
        i32.store8(local(out), local(delimiter)),
        advance(out, 1),
        set(pair, i32.add(local(pair), i32.shl(local(rows), i32.const(3)))),
      ),
      i32.store8(plus(out, -1), character('\n')),
    ),
    ...local(out),
  ]
  return { name: 'joinRows', parameters: 5, locals: words(5), body }
}
