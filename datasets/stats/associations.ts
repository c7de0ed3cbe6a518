import type { Association, Associations } from '../profile-types.ts'
import { correlation, correlationRatio, cramersV, type NumberSide, numberSide } from './association.ts'
import type { SampledColumn } from './row-sample.ts'

/** Categories beyond the most frequent ones of a column count as one. */
const MOST_CATEGORIES = 100

interface Codes {
  codes: Int32Array
  size: number
}
type Side = { name: string } & (NumberSide | Codes)

/** A column's codes by how frequent their categories are; the rare ones together as one. */
function frequentCodes({ values, categories }: SampledColumn): Codes {
  const counts = new Float64Array(categories.length)
  for (const code of values) if (!Number.isNaN(code)) counts[code]++
  const place = new Int32Array(categories.length)
  Array.from(counts.keys())
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .forEach((code, i) => {
      place[code] = Math.min(i, MOST_CATEGORIES)
    })
  const codes = Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : place[code]))
  return { codes, size: Math.min(categories.length, MOST_CATEGORIES + 1) }
}

function sideOf(column: SampledColumn): Side {
  const { name, values } = column
  return column.as === 'category' ? { name, ...frequentCodes(column) } : { name, ...numberSide(values) }
}

const ofNumbers = (x: NumberSide, y: NumberSide): Omit<Association, 'a' | 'b'> | undefined => {
  const { linear, ranked } = correlation(x, y)
  if (linear === null || ranked === null) return undefined
  const isRanked = Math.abs(ranked) > Math.abs(linear)
  const value = isRanked ? ranked : linear
  return { kind: isRanked ? 'spearman' : 'pearson', value: Math.abs(value), negative: value < 0 || undefined }
}

function associate(x: Side, y: Side): Omit<Association, 'a' | 'b'> | undefined {
  if ('values' in x && 'values' in y) return ofNumbers(x, y)
  if ('codes' in x && 'codes' in y) {
    const value = cramersV(x.codes, x.size, y.codes, y.size)
    return value === null ? undefined : { kind: 'cramers-v', value }
  }
  const [by, of] = 'codes' in x ? [x, y] : [y, x]
  if (!('codes' in by && 'values' in of)) return undefined
  const value = correlationRatio(by.codes, by.size, of.values)
  return value === null ? undefined : { kind: 'correlation-ratio', value }
}

/**
 * How strongly every two of the sampled columns go together, where both vary; none of texts. At most 780 pairs of 40
 * columns; undefined when there is no pair.
 */
export function associations(sample: { rows: number; columns: SampledColumn[] }): Associations | undefined {
  const sides = sample.columns.filter(({ as }) => as !== 'length').map(sideOf)
  const pairs: Association[] = []
  for (let a = 0; a < sides.length; a++) {
    for (let b = a + 1; b < sides.length; b++) {
      const found = associate(sides[a], sides[b])
      if (found) pairs.push({ a, b, ...found, value: Number(found.value.toPrecision(6)) })
    }
  }
  if (pairs.length === 0) return undefined
  return { columns: sides.map(({ name }) => name), rows: sample.rows, pairs }
}
