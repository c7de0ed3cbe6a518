/** Machine code that writes dates and instants of the years 0000 to 9999. */
import {
  type Code,
  either,
  i32,
  i64,
  leave,
  local,
  type MachineFunction,
  set,
  when,
} from '#scoring/machine-code/assembler.ts'
import { toDigits, ZEROS } from '#scoring/machine-code/eight-digits.ts'
import { advance, character, OUT, rowAt, TEXT_PARAMETERS, textsFunction, VALUES } from './texts-code.ts'

const [ROW, START, TIME, DAY, NUMBER, YEAR, MONTH, WORD, QUOTIENTS] = Array.from(
  { length: 9 },
  (_, i) => TEXT_PARAMETERS + i,
)
const LOCALS: MachineFunction['locals'] = ['i32', 'i32', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64']

const number = (value: number): Code => i64.const(BigInt(value))
const by = (index: number, factor: number): Code => i64.mul(local(index), number(factor))
const put = (text: string, offset: number): Code => i32.store8(local(OUT), character(text), offset)
/** Some of the eight digits that the word holds as text, from digit `from` on. */
const digits = (from: number): Code => i64.wrap(i64.shrU(local(WORD), number(8 * from)))
const asText = (value: Code): Code => [
  ...set(WORD, value),
  ...toDigits(WORD, QUOTIENTS),
  ...set(WORD, i64.add(local(WORD), ZEROS)),
]

/** Days from 0000-03-01 of the era before to 1970-01-01: no number of days is negative then. */
const EPOCH_DAY = 719_468 + 146_097

/**
 * Writes DAY, days since {@link EPOCH_DAY}, as ten bytes. The calendar is that of C. Neri and L. Schneider, "Euclidean affine
 * functions and their application to calendar algorithms" (2023): years that begin in March, divisions that are products.
 */
const writeDate: Code = [
  ...set(NUMBER, i64.add(by(DAY, 4), number(3))),
  ...set(YEAR, i64.divU(local(NUMBER), number(146_097))), // centuries
  ...set(NUMBER, i64.or(i64.sub(local(NUMBER), by(YEAR, 146_097)), number(3))),
  ...set(NUMBER, by(NUMBER, 2_939_745)),
  ...set(YEAR, i64.add(by(YEAR, 100), i64.shrU(local(NUMBER), number(32)))),
  // the day of the year from 1 March on
  ...set(NUMBER, i64.divU(i64.and(local(NUMBER), number(0xffff_ffff)), number(4 * 2_939_745))),
  ...set(MONTH, i64.add(by(NUMBER, 2141), number(197_913))),
  ...when(
    i64.geU(local(NUMBER), number(306)), // January and February are of the next year
    set(YEAR, i64.add(local(YEAR), number(1))),
    set(MONTH, i64.sub(local(MONTH), number(12 << 16))),
  ),
  ...set(NUMBER, i64.divU(i64.and(local(MONTH), number(0xffff)), number(2141))),
  ...asText(
    i64.add(
      i64.mul(i64.sub(local(YEAR), number(400)), number(10_000)),
      i64.add(i64.mul(i64.shrU(local(MONTH), number(16)), number(100)), i64.add(local(NUMBER), number(1))),
    ),
  ),
  ...i32.store(local(OUT), digits(0)),
  ...put('-', 4),
  ...i32.store16(local(OUT), digits(4), 5),
  ...put('-', 7),
  ...i32.store16(local(OUT), digits(6), 8),
]

/** Leaves the function with 0 where DAY is in no year from 0000 to 9999. */
const checkDay: Code = when(
  i64.geU(i64.sub(local(DAY), number(146_097 - 60)), number(3_652_425)),
  leave(i32.const(0)),
)

/** The texts of days since 1970-01-01: ten bytes each. */
export function dateTexts(): MachineFunction {
  const write: Code = [
    ...set(DAY, i64.add(i64.extendSigned(i32.load(rowAt(VALUES, ROW, 2))), number(EPOCH_DAY))),
    ...checkDay,
    ...writeDate,
    ...advance(OUT, 10),
  ]
  return textsFunction('dateTexts', LOCALS, ROW, START, write)
}

const SECOND = 1_000_000
const DAY_MICROS = 86_400 * SECOND
const remainder = (index: number, quotient: number, divisor: number): Code =>
  set(index, i64.sub(local(index), by(quotient, divisor)))

/** Writes the seconds of a day in NUMBER as `hh:mm:ss`. */
const writeClock: Code = [
  ...set(YEAR, i64.divU(local(NUMBER), number(3600))), // hours
  ...remainder(NUMBER, YEAR, 3600),
  ...set(MONTH, i64.divU(local(NUMBER), number(60))), // minutes
  ...remainder(NUMBER, MONTH, 60),
  ...asText(i64.add(by(YEAR, 10_000), i64.add(by(MONTH, 100), local(NUMBER)))),
  ...i32.store16(local(OUT), digits(2), 11),
  ...put(':', 13),
  ...i32.store16(local(OUT), digits(4), 14),
  ...put(':', 16),
  ...i32.store16(local(OUT), digits(6), 17),
]

/** The texts of microseconds since 1970: 20 bytes each, 27 where the second has a fraction. */
export function timestampTexts(): MachineFunction {
  const whole: Code = [...put('Z', 19), ...advance(OUT, 20)]
  const fraction: Code = [
    ...put('.', 19),
    ...asText(by(TIME, 100)),
    ...i64.store(local(OUT), local(WORD), 20),
    ...put('Z', 26),
    ...advance(OUT, 27),
  ]
  const write: Code = [
    ...set(TIME, i64.add(i64.load(rowAt(VALUES, ROW, 3)), i64.const(BigInt(EPOCH_DAY) * BigInt(DAY_MICROS)))),
    ...set(DAY, i64.divU(local(TIME), number(DAY_MICROS))),
    ...remainder(TIME, DAY, DAY_MICROS),
    ...checkDay,
    ...writeDate,
    ...put('T', 10),
    ...set(NUMBER, i64.divU(local(TIME), number(SECOND))),
    ...set(DAY, local(NUMBER)),
    ...writeClock,
    ...remainder(TIME, DAY, SECOND),
    ...either(i64.eqz(local(TIME)), whole, fraction),
  ]
  return textsFunction('timestampTexts', LOCALS, ROW, START, write)
}
