/** Days and instants as whole numbers, without `Date` or BigInt. Howard Hinnant's algorithms (chrono-compatible dates). */

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Days since 1970-01-01 of a proleptic Gregorian date, years 0 to 9999; NaN when there is no such day. */
export function daysFromCivil(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= DAYS_IN_MONTH[month - 1])) return Number.NaN
  if (month === 2 && day === 29 && !isLeap(year)) return Number.NaN
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year, month and day as `10000 * year + 100 * month + day` of a number of days since 1970-01-01. */
export function civilFromDays(days: number): number {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return 10_000 * (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) + 100 * month + day
}

/** Writes `seconds * 1e6 + micros` as a 64-bit number into a row's two words, the lower first. Seconds may be negative. */
export function setMicroseconds(words: Int32Array, row: number, seconds: number, micros: number): void {
  // split so that every product stays below 2^53
  const upper = Math.floor(seconds / 65_536)
  const product = upper * 1_000_000
  const high = Math.floor(product / 65_536)
  const low = (product - high * 65_536) * 65_536 + (seconds - upper * 65_536) * 1_000_000 + micros
  words[2 * row] = low // stored modulo 2^32
  words[2 * row + 1] = high + Math.floor(low / 2 ** 32)
}
