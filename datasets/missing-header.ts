import type { Problem } from '#core/errors.ts'
import type { ColumnScan } from './stats/column-scan.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const FRACTION = /\.\d/

/**
 * The problem of a CSV whose first line is a row, or undefined. Numbers can be names: positions, years, quantiles, which
 * all increase. They cannot be where a number with a fraction, or nothing but numbers, stand in no such order above
 * columns of numbers.
 */
export function missingHeader(names: readonly string[], scans: readonly ColumnScan[]): Problem | undefined {
  const numbers = names.flatMap((name, i) => (NUMBER.test(name) ? [{ name, scan: scans[i] }] : []))
  if (numbers.length === 0) return undefined
  if (numbers.length < names.length && !numbers.some(({ name }) => FRACTION.test(name))) return undefined
  const isIncreasing = numbers.every(({ name }, i) => i === 0 || Number(name) > Number(numbers[i - 1].name))
  if (isIncreasing && (numbers.length > 1 || names.length > 1)) return undefined
  if (!numbers.every(({ scan }) => scan.type === 'int64' || scan.type === 'float64')) return undefined
  const shown = names.slice(0, 4).join(', ')
  const message = `The first line (${shown}${names.length > 4 ? ', …' : ''}) looks like a row, not like names. Add a line with the names of the columns.`
  return { line: 1, code: 'missing_header', message: message.slice(0, 1000) }
}
