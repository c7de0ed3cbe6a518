/** Machine code that reads dates. */
import { type Code, i32, local, set } from '#scoring/machine-code/assembler.ts'
import { CELLS } from './cell-layout.ts'

const number = (value: number): Code => i32.const(value)

/** The number that two digits write, `offset` bytes behind an address. They are known to be digits. */
export const twoDigits = (address: Code, offset: number): Code =>
  i32.sub(
    i32.add(i32.mul(i32.load8(address, offset), number(10)), i32.load8(address, offset + 1)),
    number(11 * 0x30),
  )

/** The locals that a date is read into. */
export interface Civil {
  year: number
  month: number
  day: number
}

/** Reads `YYYY-MM-DD`, whose digits are known to be digits, and leaves whether there is such a day. */
export function takeDate(address: Code, { year, month, day }: Civil): Code {
  const isMultiple = (of: number) => i32.eqz(i32.remU(local(year), number(of)))
  const isLeap = i32.and(isMultiple(4), i32.or(i32.eqz(isMultiple(100)), isMultiple(400)))
  const is29February = i32.and(i32.eq(local(month), number(2)), i32.eq(local(day), number(29)))
  return [
    ...set(year, i32.add(i32.mul(twoDigits(address, 0), number(100)), twoDigits(address, 2))),
    ...set(month, twoDigits(address, 5)),
    ...set(day, twoDigits(address, 8)),
    ...i32.and(
      i32.ltU(i32.sub(local(day), number(1)), i32.load8(local(month), CELLS.daysOfMonth)),
      i32.or(i32.eqz(is29February), isLeap),
    ),
  ]
}

/** Days since 1970-01-01: H. Hinnant's formula, 400 years later so that nothing is negative on the way. */
export function dayNumber({ year, month, day }: Civil): Code {
  const isEarly = i32.ltU(local(month), number(3))
  const fromMarch = i32.sub(i32.add(local(month), i32.mul(isEarly, number(12))), number(3))
  const ofYear = i32.divU(i32.add(i32.mul(fromMarch, number(153)), number(2)), number(5))
  const years: Code = local(year)
  return [
    ...set(year, i32.sub(i32.add(local(year), number(400)), isEarly)),
    ...i32.add(
      i32.add(
        i32.add(i32.mul(years, number(365)), i32.divU(years, number(4))),
        i32.sub(i32.divU(years, number(400)), i32.divU(years, number(100))),
      ),
      i32.sub(i32.add(ofYear, local(day)), number(719_469 + 146_097)),
    ),
  ]
}
