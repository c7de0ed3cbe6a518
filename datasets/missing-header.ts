import type { Problem } from '#core/errors.ts'
import type { ColumnScan } from './stats/column-scan.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const FRACTION = /\.\d/
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)/

/**
 * The problem of a CSV whose first line is a row, or undefined. Numbers can be names: positions, years, quantiles, which
 * all increase. They cannot be where a number with a fraction, or nothing but numbers, stand in no such order above
 * columns of numbers, nor where the first one is counted on below; and a date is no name of a column of dates.
 */
export function missingHeader(names: readonly string[], scans: readonly ColumnScan[]): Problem | undefined {
  if (!isRow(names, scans)) return undefined
  const shown = names.slice(0, 4).join(', ')
  const message = `The first line (${shown}${names.length > 4 ? ', …' : ''}) looks like a row, not like names. Add a line with the names of the columns.`
  return { line: 1, code: 'missing_header', message: message.slice(0, 1000) }
}

function isRow(names: readonly string[], scans: readonly ColumnScan[]): boolean {
  if (names.some((name, i) => isDateAboveDates(name, scans[i]))) return true
  const numbers = names.flatMap((name, i) => (NUMBER.test(name) ? [{ name, scan: scans[i] }] : []))
  if (numbers.length === 0) return false
  if (!numbers.every(({ scan }) => scan.type === 'int64' || scan.type === 'float64')) return false
  const steps = numbers.slice(1).map(({ name }, i) => Number(name) - Number(numbers[i].name))
  const isAll = numbers.length === names.length
  // rows counted from the first line on; positions as names go on to the right instead
  if (names.length > 1 && continuesBelow(names[0], scans[0]) && !(isAll && steps.every((step) => step === 1)))
    return true
  if (!isAll && !numbers.some(({ name }) => FRACTION.test(name))) return false
  return !steps.every((step) => step > 0) || names.length === 1
}

/** Dates can be names as well, but hardly of a column of dates. */
function isDateAboveDates(name: string, { type }: ColumnScan): boolean {
  return DATE.test(name) && (type === 'date' || type === 'timestamp')
}

/** Whether the first cell is the number after the name. */
function continuesBelow(name: string, { type, example }: ColumnScan): boolean {
  return /^\d{1,15}$/.test(name) && type === 'int64' && example === String(Number(name) + 1)
}
