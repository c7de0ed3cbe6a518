/**
 * The machine code that reads a decimal literal to the nearest double: numbers of up to 19 significant digits whose rounding
 * is proven. `parse-number.ts` does the same in script, for every literal.
 */
import {
  block,
  br,
  brIf,
  type Code,
  either,
  f64,
  i32,
  i64,
  local,
  loop,
  set,
  tee,
  type ValueType,
  when,
} from '../../machine-code/assembler.ts'
import { areDigits, toNumber, ZEROS } from '../../machine-code/eight-digits.ts'
import { MOST_EXPONENT, POWERS } from './powers.ts'

/** A function that reads numbers has where to read as its first parameter, of eight, and these as its first locals. */
export const NUMBER_PARAMETERS = 8
const WORDS = 7
const WIDE = 4
export const NUMBER_LOCALS: readonly ValueType[] = [
  ...new Array<ValueType>(WORDS).fill('i32'),
  ...(['i64', 'i64', 'i64', 'v128'] as const),
  ...new Array<ValueType>(10).fill('f64'),
]
const localsFrom = (first: number) => Array.from(NUMBER_LOCALS, (_, i) => NUMBER_PARAMETERS + first + i)
const AT = 0
const [START, FIRST_DIGIT, BYTE, DIGITS, EXPONENT, MARK, POWER_DIGITS] = localsFrom(0)
const [MANTISSA, WORD, SPARE, LANES] = localsFrom(WORDS)
const [VALUE, POWER, LOW_POWER, HIGH, REST, A1, A2, B1, B2, SLACK] = localsFrom(WORDS + WIDE)
/** Locals of numbers that other code uses between two numbers, and what a number leaves. */
export const NUMBER = {
  at: AT,
  start: START,
  byte: BYTE,
  mark: MARK,
  lanes: LANES,
  word: WORD,
  value: VALUE,
} as const

const at = local(AT)
const byteAt = i32.load8(at)
const advance = (by: number): Code => set(AT, i32.add(at, i32.const(by)))
const code = (character: string): Code => i32.const(character.charCodeAt(0))

const digitAt: Code = tee(BYTE, i32.sub(byteAt, i32.const(48)))

/** Takes digits one by one into the mantissa. */
const takeDigits: Code = block(
  loop(
    brIf(1, i32.gtU(digitAt, i32.const(9))),
    set(MANTISSA, i64.add(i64.mul(local(MANTISSA), i64.const(10n)), i64.extend(local(BYTE)))),
    advance(1),
    br(0),
  ),
)

/** Takes eight digits at once as long as there are eight. */
const takeEights: Code = block(
  loop(
    set(WORD, i64.load(at)),
    brIf(1, i32.eqz(areDigits(WORD))),
    toNumber(WORD),
    set(MANTISSA, i64.add(i64.mul(local(MANTISSA), i64.const(100_000_000n)), local(WORD))),
    advance(8),
    br(0),
  ),
)

/** How many of the eight bytes of a word are digits before the first that is none. */
const leadingDigits = (word: number): Code => {
  const apart = i64.xor(local(word), ZEROS)
  const flags = i64.and(
    i64.or(i64.add(apart, i64.const(0x7676767676767676n)), apart),
    i64.const(BigInt.asIntN(64, 0x8080808080808080n)),
  )
  return i32.shrU(i64.wrap(i64.ctz(flags)), i32.const(3))
}

/** Appends the DIGITS first digits of the word to the mantissa, without a jump. */
const appendDigits = (word: number): Code => {
  // in two steps, since a shift by 64 would be none
  const half = i64.extend(i32.sub(i32.const(32), i32.shl(local(DIGITS), i32.const(2))))
  const filled = i64.extend(i32.shl(local(DIGITS), i32.const(2)))
  return [
    ...set(
      word,
      i64.or(i64.shl(i64.shl(local(word), half), half), i64.shrU(i64.shrU(ZEROS, filled), filled)),
    ),
    ...toNumber(word),
    ...set(
      MANTISSA,
      i64.add(
        i64.mul(local(MANTISSA), i64.load(i32.shl(local(DIGITS), i32.const(3)), POWERS.wholePowers)),
        local(word),
      ),
    ),
    ...set(AT, i32.add(at, local(DIGITS))),
  ]
}

/** Takes the digits behind a point: up to sixteen at once, without jumps that depend on their number, then the others. */
const takeFraction: Code = [
  ...set(WORD, i64.load(at)),
  ...set(SPARE, i64.load(at, 8)),
  ...set(DIGITS, leadingDigits(WORD)),
  // the second eight count only behind a first eight
  ...set(BYTE, i32.and(leadingDigits(SPARE), i32.sub(i32.const(0), i32.shrU(local(DIGITS), i32.const(3))))),
  ...appendDigits(WORD),
  ...set(DIGITS, local(BYTE)),
  ...appendDigits(SPARE),
  ...when(i32.eq(local(BYTE), i32.const(8)), takeEights, takeDigits),
]

/** An `e`, a sign and one to three digits, added to EXPONENT; leaves for anything else after an `e`. */
const takeExponent = (leave: number): Code =>
  when(
    i32.eq(i32.or(byteAt, i32.const(32)), code('e')),
    advance(1),
    set(MARK, i32.eq(byteAt, code('-'))),
    when(i32.or(local(MARK), i32.eq(byteAt, code('+'))), advance(1)),
    set(POWER_DIGITS, i32.const(0)),
    set(WORD, i64.extend(at)),
    block(
      loop(
        brIf(1, i32.gtU(digitAt, i32.const(9))),
        brIf(leave + 3, i32.gtU(local(POWER_DIGITS), i32.const(99))),
        set(POWER_DIGITS, i32.add(i32.mul(local(POWER_DIGITS), i32.const(10)), local(BYTE))),
        advance(1),
        br(0),
      ),
    ),
    brIf(leave + 1, i64.eq(local(WORD), i64.extend(at))),
    set(
      EXPONENT,
      i32.add(
        local(EXPONENT),
        i32.mul(local(POWER_DIGITS), i32.sub(i32.const(1), i32.shl(local(MARK), i32.const(1)))),
      ),
    ),
  )

/** Digits, a point, digits: the mantissa, its number of digits, and the power of ten that the point makes. */
const takeMantissa: Code = [
  ...set(FIRST_DIGIT, at),
  ...set(MANTISSA, i64.const(0n)),
  ...set(EXPONENT, i32.const(0)),
  ...set(DIGITS, i32.const(0)),
  ...takeDigits,
  ...when(
    i32.eq(byteAt, code('.')),
    advance(1),
    set(MARK, at),
    takeFraction,
    set(EXPONENT, i32.sub(local(MARK), at)),
    set(DIGITS, i32.const(-1)),
  ),
  ...set(DIGITS, i32.add(local(DIGITS), i32.sub(at, local(FIRST_DIGIT)))),
]

/** More than 19 digits fit only if the first of them are zeros; leaves otherwise, and where there is no digit. */
const checkDigits = (leave: number): Code => [
  ...brIf(leave, i32.eqz(local(DIGITS))),
  ...when(
    i32.gtU(local(DIGITS), i32.const(19)),
    block(
      loop(
        brIf(1, i32.geU(local(FIRST_DIGIT), at)),
        set(BYTE, i32.load8(local(FIRST_DIGIT))),
        brIf(1, i32.and(i32.ne(local(BYTE), code('0')), i32.ne(local(BYTE), code('.')))),
        set(DIGITS, i32.sub(local(DIGITS), i32.eq(local(BYTE), code('0')))),
        set(FIRST_DIGIT, i32.add(local(FIRST_DIGIT), i32.const(1))),
        br(0),
      ),
    ),
    brIf(leave + 1, i32.gtU(local(DIGITS), i32.const(19))),
  ),
]

const powerAt = (table: number, exponent: Code): Code => f64.load(i32.shl(exponent, i32.const(3)), table)
const times = (a: number, b: number): Code => f64.mul(local(a), local(b))

/** Veltkamp's split of a double into two of at most 26 bits each. */
const split = (of: number, high: number, low: number): Code => [
  ...set(high, f64.mul(local(of), f64.const(134_217_729))),
  ...set(high, f64.sub(local(high), f64.sub(local(high), local(of)))),
  ...set(low, f64.sub(local(of), local(high))),
]

/** As `scale` of parse-number.ts does it; leaves where the rounding is not proven. */
const scaleMantissa = (leave: number): Code => [
  ...set(MARK, i32.add(local(EXPONENT), i32.const(MOST_EXPONENT))),
  ...brIf(leave, i32.gtU(local(MARK), i32.const(2 * MOST_EXPONENT))),
  ...set(POWER, powerAt(POWERS.highPowers, local(MARK))),
  ...set(LOW_POWER, powerAt(POWERS.lowPowers, local(MARK))),
  ...set(HIGH, f64.fromU64(local(MANTISSA))),
  ...set(REST, f64.fromI64(i64.sub(local(MANTISSA), i64.truncF64U(local(HIGH))))),
  ...set(VALUE, times(HIGH, POWER)),
  ...split(HIGH, A1, A2),
  ...split(POWER, B1, B2),
  ...set(SLACK, f64.sub(f64.sub(f64.sub(local(VALUE), times(A1, B1)), times(A2, B1)), times(A1, B2))),
  ...set(
    REST,
    f64.add(f64.sub(times(A2, B2), local(SLACK)), f64.add(times(HIGH, LOW_POWER), times(REST, POWER))),
  ),
  ...set(SLACK, f64.mul(local(VALUE), f64.const(2 ** -90))),
  ...set(A1, f64.add(local(VALUE), f64.sub(local(REST), local(SLACK)))),
  ...brIf(leave, f64.ne(local(A1), f64.add(local(VALUE), f64.add(local(REST), local(SLACK))))),
  ...set(VALUE, local(A1)),
]

/** One correctly rounded operation where both numbers are exact. */
const exactValue: Code = either(
  i32.gtS(i32.const(0), local(EXPONENT)),
  set(
    VALUE,
    f64.div(
      f64.fromU64(local(MANTISSA)),
      powerAt(POWERS.exactPowers, i32.sub(i32.const(0), local(EXPONENT))),
    ),
  ),
  set(VALUE, f64.mul(f64.fromU64(local(MANTISSA)), powerAt(POWERS.exactPowers, local(EXPONENT)))),
)

/**
 * Reads the literal at AT, which is START as well, into VALUE and stops behind it; leaves (depth `leave`) for whatever
 * is not a plain number.
 */
export const takeNumber = (leave: number): Code => [
  ...when(i32.or(i32.eq(byteAt, code('-')), i32.eq(byteAt, code('+'))), advance(1)),
  ...takeMantissa,
  ...checkDigits(leave),
  ...takeExponent(leave),
  ...either(
    i32.and(
      i64.leU(local(MANTISSA), i64.const(1n << 53n)),
      i32.eqz(i32.gtU(i32.add(local(EXPONENT), i32.const(22)), i32.const(44))),
    ),
    exactValue,
    scaleMantissa(leave + 1),
  ),
  ...when(i32.eq(i32.load8(local(START)), code('-')), set(VALUE, f64.neg(local(VALUE)))),
]
