/**
 * The machine code that looks at every text of a column once, for all who want to know something of it: a 64-bit hash,
 * eight bytes at a time, and, sixteen bytes at a time, how many characters there are and what hints at trouble.
 */
import {
  assemble,
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
  set,
  type ValueType,
  when,
} from '#scoring/machine-code/assembler.ts'

/** What the bytes of a text hint at: damage from a wrong encoding, an address of e-mail, a telephone number. */
export const HINT = { damage: 1, address: 2, telephone: 4 } as const
/** A telephone number has so many digits at least, and something else beside them. */
const TELEPHONE_DIGITS = 7
/** How long the results are for each row: hash, characters, hints. */
export const RESULT_BYTES = { hash: 8, characters: 4, hints: 1 } as const

// where the bytes begin, the starts, the ends, the nulls (one per row each), how many rows, where results go
const [BYTES, STARTS, ENDS, NULLS, ROWS, OUT] = [0, 1, 2, 3, 4, 5]
const PARAMETERS = 6
const LOCALS: readonly ValueType[] = [...new Array<ValueType>(8).fill('i32'), 'i64', 'v128', 'v128']
const [ROW, START, AT, END, VALID, CHARACTERS, DIGITS, HINTS, HASH, LANES, NEXT] = LOCALS.map(
  (_, i) => PARAMETERS + i,
)

const at = local(AT)
const advance = (by: number): Code => set(AT, i32.add(at, i32.const(by)))
/** The address of this row's element in an array. */
const elementAt = (array: Code, shift: number): Code => i32.add(array, i32.shl(local(ROW), i32.const(shift)))
const isNull = i32.load8(i32.add(local(NULLS), local(ROW)))
const left = i32.sub(local(END), at)

/** Takes eight bytes into the hash: any change of them changes it, and each step can be undone. */
const absorb = (word: Code): Code => [
  ...set(HASH, i64.mul(i64.xor(local(HASH), word), i64.const(0x9e3779b97f4a7c15n))),
  ...set(HASH, i64.xor(local(HASH), i64.shrU(local(HASH), i64.const(29n)))),
]
/** The bytes that are left, fewer than eight, as a word; what lies behind the end does not count. */
const lastWord = i64.and(
  i64.load(at),
  i64.sub(i64.shl(i64.const(1n), i64.extend(i32.shl(left, i32.const(3)))), i64.const(1n)),
)
const spread = (factor: bigint, shift: bigint): Code => [
  ...set(HASH, i64.mul(i64.xor(local(HASH), i64.shrU(local(HASH), i64.const(shift))), i64.const(factor))),
]

const hash: Code = [
  ...set(AT, local(START)),
  // the length, so that zeros at the end count
  ...set(HASH, i64.mul(i64.extend(i32.add(left, i32.const(1))), i64.const(0xc2b2ae3d27d4eb4fn))),
  ...loop(when(i32.geU(left, i32.const(8)), absorb(i64.load(at)), advance(8), br(1))),
  ...when(left, absorb(lastWord)),
  ...spread(0xbf58476d1ce4e5b9n, 32n),
  ...spread(0x94d049bb133111ebn, 29n),
  ...set(HASH, i64.xor(local(HASH), i64.shrU(local(HASH), i64.const(32n)))),
]

const all = (byte: number): Code => i8x16.splat(i32.const(byte))
const equal = (lanes: number, byte: number): Code => i8x16.eq(local(lanes), all(byte))
const either16 = (...lanes: Code[]): Code => lanes.reduce((one, other) => i8x16.or(one, other))
/** Which of the sixteen bytes that belong to the text are so. */
const marks = (lanes: Code): Code => i32.and(i8x16.bitmask(lanes), local(VALID))
const hintIf = (lanes: Code, hint: number): Code =>
  when(marks(lanes), set(HINTS, i32.or(local(HINTS), i32.const(hint))))

/** `&` of entities and `\` of escapes. */
const plainDamage = either16(equal(LANES, 0x26), equal(LANES, 0x5c))
/** Ã, Â, â, ð and ï, as UTF-8 that was read as Latin-1 begins, and the first bytes of U+FFFD. */
const strangeDamage = i8x16.or(
  i8x16.and(
    equal(LANES, 0xc3),
    either16(...[0x83, 0x82, 0xa2, 0xb0, 0xaf].map((second) => equal(NEXT, second))),
  ),
  i8x16.and(equal(LANES, 0xef), equal(NEXT, 0xbf)),
)
const continuations = i8x16.ltS(local(LANES), all(-64))
const digits = i8x16.leU(i8x16.sub(local(LANES), all(0x30)), all(9))

/** Looks at sixteen bytes, of which those behind the end do not count. */
const look: Code = [
  ...set(LANES, i8x16.load(at)),
  ...set(VALID, i32.const(0xffff)),
  ...when(i32.ltU(left, i32.const(16)), set(VALID, i32.sub(i32.shl(i32.const(1), left), i32.const(1)))),
  ...set(DIGITS, i32.add(local(DIGITS), i32.popcnt(marks(digits)))),
  ...hintIf(plainDamage, HINT.damage),
  ...hintIf(equal(LANES, 0x40), HINT.address),
  ...when(
    marks(local(LANES)),
    set(NEXT, i8x16.load(at, 1)),
    set(CHARACTERS, i32.sub(local(CHARACTERS), i32.popcnt(marks(continuations)))),
    hintIf(strangeDamage, HINT.damage),
  ),
]
const lookAtAll: Code = [
  ...set(AT, local(START)),
  ...set(CHARACTERS, left),
  ...set(DIGITS, i32.const(0)),
  ...set(HINTS, i32.const(0)),
  ...loop(when(i32.ltU(at, local(END)), look, advance(16), br(1))),
  ...when(
    i32.and(
      i32.geU(local(DIGITS), i32.const(TELEPHONE_DIGITS)),
      i32.ltU(local(DIGITS), i32.sub(local(END), local(START))),
    ),
    set(HINTS, i32.or(local(HINTS), i32.const(HINT.telephone))),
  ),
]

const results = {
  hash: elementAt(local(OUT), 3),
  characters: elementAt(i32.add(local(OUT), i32.shl(local(ROWS), i32.const(3))), 2),
  hints: i32.add(i32.add(local(OUT), i32.mul(local(ROWS), i32.const(12))), local(ROW)),
}
/** Null is a hash of its own, which no text can be expected to have, and has nothing else. */
const NULL_HASH = i64.const(0x5bd1e995a3c59ac3n)

const body: Code = [
  ...block(
    loop(
      brIf(1, i32.geU(local(ROW), local(ROWS))),
      either(
        isNull,
        [...set(HASH, NULL_HASH), ...set(CHARACTERS, i32.const(0)), ...set(HINTS, i32.const(0))],
        [
          ...set(START, i32.add(local(BYTES), i32.load(elementAt(local(STARTS), 2)))),
          ...set(END, i32.add(local(BYTES), i32.load(elementAt(local(ENDS), 2)))),
          ...hash,
          ...lookAtAll,
        ],
      ),
      i64.store(results.hash, local(HASH)),
      i32.store(results.characters, local(CHARACTERS)),
      i32.store8(results.hints, local(HINTS)),
      set(ROW, i32.add(local(ROW), i32.const(1))),
      br(0),
    ),
  ),
  ...local(ROW),
]

/**
 * The compiled module with one function, `scan`, of `(bytes, starts, ends, nulls, rows, out)`, all addresses but `rows`:
 * it writes every row's hash, then every row's characters, then every row's hints. 17 bytes behind the texts are read.
 */
export const textScanModule = (): WebAssembly.Module =>
  new WebAssembly.Module(assemble([{ name: 'scan', parameters: PARAMETERS, locals: LOCALS, body }]))
