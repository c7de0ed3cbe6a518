/**
 * Machine code that tells what cells can be: their types as `cellClass` grants them, words, characters and hashes. What would
 * take it long to find out it leaves to the script, cell by cell.
 */
import {
  block,
  br,
  brIf,
  type Code,
  either,
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
import { CELLS, KIND } from './cell-layout.ts'
import { takeDate, twoDigits } from './civil-code.ts'

const [ROWS, BYTES] = [0, 1]
const LOCALS: readonly ValueType[] = [...new Array<ValueType>(22).fill('i32'), 'i64', 'v128', 'v128']
const [ROW, START, SIZE, AT, LEFT, KIND_OF, INSIDE, MARK, IN_WORD, DIGITS, DASHES, POINTS, SIGN, ...more] =
  LOCALS.map((_, i) => 2 + i)
const [PRESENT, EMPTIES, WORDS, CODE_POINTS, ALL, ANY, year, month, day, HASH, LANES, NEXT] = more

/** No value is longer, or not of the kinds that are told here. */
const [LONGEST_VALUE, LONGEST_TOLD] = [64, 32]
const IMAGE_OR_COMMA = 24

const number = (value: number): Code => i32.const(value)
const code = (character: string): Code => number(character.charCodeAt(0))
const add = (index: number, value: Code): Code => set(index, i32.add(local(index), value))
const addKind = (bits: Code): Code => set(KIND_OF, i32.or(local(KIND_OF), bits))
const lanes = (of: number, byte: number): Code => i8x16.eq(local(of), i8x16.splat(number(byte)))
const byteOf = (offset: number): Code => i32.load8(local(START), offset)
const lastByte = (back: number): Code => i32.load8(i32.sub(i32.add(local(START), local(SIZE)), number(back)))

// odd numbers without a pattern
const [SEED, STEP, END_1, END_2] = [
  ...[0x9e3779b97f4a7c15n, 0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n, 0x94d049bb133111ebn],
].map((value) => i64.const(value))
const fold = (bits: bigint): Code => set(HASH, i64.xor(local(HASH), i64.shrU(local(HASH), i64.const(bits))))
const scatter = (value: Code, factor: Code): Code => set(HASH, i64.mul(value, factor))

/** A 64-bit hash of the cell, eight bytes at a time. */
const hashCell: Code = [
  ...scatter(i64.extend(i32.add(local(SIZE), number(1))), SEED),
  ...set(AT, local(START)),
  ...set(LEFT, local(SIZE)),
  ...block(
    loop(
      brIf(1, i32.ltU(local(LEFT), number(8))),
      scatter(i64.xor(local(HASH), i64.load(local(AT))), STEP),
      fold(32n),
      add(AT, number(8)),
      add(LEFT, number(-8)),
      br(0),
    ),
  ),
  ...when(
    local(LEFT),
    scatter(
      i64.xor(
        local(HASH),
        i64.and(
          i64.load(local(AT)),
          i64.sub(i64.shl(i64.const(1n), i64.extend(i32.shl(local(LEFT), number(3)))), i64.const(1n)),
        ),
      ),
      STEP,
    ),
    fold(32n),
  ),
  ...scatter(local(HASH), END_1),
  ...fold(29n),
  ...scatter(local(HASH), END_2),
  ...fold(32n),
  ...i64.store(i32.shl(local(ROW), number(3)), local(HASH), CELLS.words),
]

/** Of 16 bytes, those for which lanes are set and which belong to the cell. */
const within = (found: Code): Code => i32.and(i8x16.bitmask(found), local(INSIDE))

/** The beginnings of what `isDecodedWrongly` looks for. */
const damage = i8x16.or(
  i8x16.and(lanes(LANES, 0xc3), i8x16.or(lanes(NEXT, 0x83), lanes(NEXT, 0xa2))),
  i8x16.and(lanes(LANES, 0xef), lanes(NEXT, 0xbf)),
)

/** Words, which are what stands between bytes up to the space, and code points. */
const countText: Code = [
  ...set(AT, local(START)),
  ...set(LEFT, local(SIZE)),
  ...set(IN_WORD, number(0)),
  ...add(CODE_POINTS, local(SIZE)),
  ...loop(
    set(LANES, i8x16.load(local(AT))),
    set(INSIDE, number(0xffff)),
    when(i32.ltU(local(LEFT), number(16)), set(INSIDE, i32.sub(i32.shl(number(1), local(LEFT)), number(1)))),
    set(MARK, within(i8x16.gtU(local(LANES), i8x16.splat(number(0x20))))),
    // those that follow one in a word begin none
    add(
      WORDS,
      i32.popcnt(
        i32.and(local(MARK), i32.xor(i32.or(i32.shl(local(MARK), number(1)), local(IN_WORD)), number(-1))),
      ),
    ),
    set(IN_WORD, i32.shrU(local(MARK), number(15))),
    when(
      within(local(LANES)),
      set(
        CODE_POINTS,
        i32.sub(local(CODE_POINTS), i32.popcnt(within(i8x16.ltS(local(LANES), i8x16.splat(number(-64)))))),
      ),
      set(NEXT, i8x16.load(local(AT), 1)),
      when(within(damage), addKind(number(KIND.remarkable))),
    ),
    when(
      i32.and(i32.leU(local(SIZE), number(IMAGE_OR_COMMA)), i32.ne(within(lanes(LANES, 0x2c)), number(0))),
      addKind(number(KIND.remarkable)),
    ),
    when(i32.gtU(local(LEFT), number(16)), add(AT, number(16)), add(LEFT, number(-16)), br(1)),
  ),
  // a point before the last three or four letters, of which the last is a g or a p
  ...when(
    i32.gtU(local(SIZE), number(4)),
    when(
      i32.or(i32.eq(lastByte(4), code('.')), i32.eq(lastByte(5), code('.'))),
      set(MARK, i32.or(lastByte(1), number(0x20))),
      when(
        i32.or(i32.eq(local(MARK), code('g')), i32.eq(local(MARK), code('p'))),
        addKind(number(KIND.remarkable)),
      ),
    ),
  ),
]

/** Where digits, dashes and points stand in a cell of up to 32 bytes, a bit for each byte. */
const mapBytes = (() => {
  const digits = i8x16.leU(i8x16.sub(local(LANES), i8x16.splat(code('0'))), i8x16.splat(number(9)))
  const maps = [
    [DIGITS, digits],
    [DASHES, lanes(LANES, 0x2d)],
    [POINTS, lanes(LANES, 0x2e)],
  ] as const
  const inside = (index: number): Code => set(index, i32.and(local(index), local(INSIDE)))
  return [
    ...set(LANES, i8x16.load(local(START))),
    ...maps.flatMap(([index, found]) => set(index, i8x16.bitmask(found))),
    ...when(
      i32.gtU(local(SIZE), number(16)),
      set(LANES, i8x16.load(local(START), 16)),
      ...maps.map(([index, found]) =>
        set(index, i32.or(local(index), i32.shl(i8x16.bitmask(found), number(16)))),
      ),
    ),
    ...set(INSIDE, i32.shrU(number(-1), i32.sub(number(32), local(SIZE)))),
    ...maps.flatMap(([index]) => inside(index)),
    ...set(SIGN, i32.and(local(DASHES), number(1))),
  ]
})()

const areAll = (...maps: number[]): Code =>
  i32.eq(
    maps.map((index) => local(index)).reduce((a, b) => i32.or(a, b)),
    local(INSIDE),
  )
/** The first byte behind the sign is a zero. */
const leadsZero = i32.eq(i32.load8(i32.add(local(START), local(SIGN))), code('0'))

/** Digits behind a sign: more than 16 would lose some as a double, more than 18 may be beyond 64 bits. */
const tellWhole = (told: number): Code =>
  when(
    i32.and(areAll(DIGITS, SIGN), i32.ne(local(DIGITS), number(0))),
    set(MARK, i32.sub(local(SIZE), local(SIGN))),
    brIf(told + 1, i32.and(leadsZero, i32.gtU(local(MARK), number(1)))),
    either(
      i32.gtU(local(MARK), number(16)),
      either(i32.gtU(local(MARK), number(18)), addKind(number(KIND.undecided)), addKind(number(KIND.int64))),
      [
        ...addKind(number(KIND.float64)),
        // -0 is no whole number
        ...when(i32.eqz(i32.and(leadsZero, local(SIGN))), addKind(number(KIND.int64))),
      ],
    ),
    br(told + 1),
  )

/** Digits with one point, without zeros before others. */
const tellFraction = (told: number): Code =>
  when(
    i32.and(areAll(DIGITS, SIGN, POINTS), i32.eq(i32.popcnt(local(POINTS)), number(1))),
    set(MARK, i32.sub(i32.ctz(local(POINTS)), local(SIGN))),
    brIf(told + 1, i32.and(leadsZero, i32.gtU(local(MARK), number(1)))),
    brIf(told + 1, i32.eqz(local(DIGITS))),
    addKind(number(KIND.float64)),
    br(told + 1),
  )

const DATE_DIGITS = 0b11_0110_1111
const CLOCK_DIGITS = 0b110_1101_1000_0000_0000
const civil = { year, month, day }

const tellDate = (told: number): Code =>
  when(
    i32.and(
      i32.eq(local(SIZE), number(10)),
      i32.and(i32.eq(local(DIGITS), number(DATE_DIGITS)), i32.eq(local(DASHES), number(0b1001_0000))),
    ),
    when(takeDate(local(START), civil), addKind(number(KIND.date))),
    br(told + 1),
  )

/** `YYYY-MM-DDTHH:MM:SS`, with a space as well, and with a Z behind it. */
const tellInstant = (told: number): Code => {
  const isLong = i32.and(i32.eq(local(SIZE), number(20)), i32.eq(byteOf(19), code('Z')))
  const isClock = i32.and(i32.eq(byteOf(13), code(':')), i32.eq(byteOf(16), code(':')))
  const isApart = i32.or(i32.eq(byteOf(10), code('T')), i32.eq(byteOf(10), code(' ')))
  const upTo = (offset: number, most: number) => i32.leU(twoDigits(local(START), offset), number(most))
  return when(
    i32.and(
      i32.or(i32.eq(local(SIZE), number(19)), isLong),
      i32.and(
        i32.eq(local(DIGITS), number(DATE_DIGITS | CLOCK_DIGITS)),
        i32.eq(local(DASHES), number(0b1001_0000)),
      ),
    ),
    when(
      i32.and(
        i32.and(i32.and(isClock, isApart), takeDate(local(START), civil)),
        i32.and(upTo(11, 23), i32.and(upTo(14, 59), upTo(17, 59))),
      ),
      addKind(number(KIND.timestamp)),
      br(told + 2),
    ),
  )
}

const tellBoolean = (told: number): Code => {
  const word = (text: string): Code =>
    i32.eq(i32.load(local(START)), number(Buffer.from(text, 'latin1').readInt32LE()))
  const isTrue = i32.or(word('true'), i32.or(word('True'), word('TRUE')))
  const endsIn = (last: string): Code => i32.eq(byteOf(4), code(last))
  const isFalse = i32.or(
    i32.and(i32.or(word('fals'), word('Fals')), endsIn('e')),
    i32.and(word('FALS'), endsIn('E')),
  )
  return when(
    i32.or(i32.and(i32.eq(local(SIZE), number(4)), isTrue), i32.and(i32.eq(local(SIZE), number(5)), isFalse)),
    addKind(number(KIND.boolean)),
    br(told + 1),
  )
}

/** The types that the cell can be. */
const tellTypes: Code = when(
  i32.and(i32.leU(local(SIZE), number(LONGEST_VALUE)), i32.load8(byteOf(0), CELLS.beginsValue)),
  block(
    when(
      i32.leU(local(SIZE), number(LONGEST_TOLD)),
      mapBytes,
      tellWhole(1),
      tellFraction(1),
      tellDate(1),
      tellInstant(1),
      tellBoolean(1),
    ),
    addKind(number(KIND.undecided)),
  ),
)

const cellAt = (offsets: number): Code =>
  i32.add(local(BYTES), i32.load(i32.shl(local(ROW), number(2)), offsets))

/** One cell that is not null. */
const tellCell: Code = [
  ...set(KIND_OF, number(0)),
  ...set(START, cellAt(CELLS.starts)),
  ...set(SIZE, i32.sub(cellAt(CELLS.ends), local(START))),
  ...add(PRESENT, number(1)),
  ...hashCell,
  ...either(local(SIZE), [...countText, ...tellTypes], add(EMPTIES, number(1))),
  ...set(ALL, i32.and(local(ALL), local(KIND_OF))),
  ...set(ANY, i32.or(local(ANY), local(KIND_OF))),
]

/** `tellKinds(rows, bytes)`: of the first cells, whose bytes begin at an address. */
export function tellKinds(): MachineFunction {
  const rows = block(
    loop(
      brIf(1, i32.geU(local(ROW), local(ROWS))),
      either(i32.load8(local(ROW), CELLS.nulls), set(KIND_OF, number(KIND.null)), tellCell),
      i32.store8(local(ROW), local(KIND_OF), CELLS.kinds),
      add(ROW, number(1)),
      br(0),
    ),
  )
  const sums = [PRESENT, EMPTIES, WORDS, CODE_POINTS, ALL, ANY]
  const keepSums = sums.flatMap((index, i) => i32.store(number(CELLS.sums + 4 * i), local(index)))
  const body = [...set(ALL, number(-1)), ...rows, ...keepSums, ...number(0)]
  return { name: 'tellKinds', parameters: 2, locals: LOCALS, body }
}
