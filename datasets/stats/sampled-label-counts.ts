import type { ColumnProfile, LabelCounts } from '../profile-types.ts'
import type { HistogramBin } from './auto-histogram.ts'
import type { SampledColumn } from './row-sample.ts'
import { byCount } from './value-count.ts'

/** Columns are broken down by this many classes. */
export const MOST_LABELS = 10

/** The bar that each value of a column lies in, -1 for none. */
function barsOf(values: Float64Array, bins: readonly HistogramBin[]): Int32Array {
  const last = bins.length - 1
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value) || last < 0) return -1
    let [low, high] = [0, last]
    while (low < high) {
      const middle = (low + high) >> 1
      if (value < bins[middle].to) high = middle
      else low = middle + 1
    }
    return low
  })
}

function partsOf(profile: ColumnProfile, { values, categories }: SampledColumn): [Int32Array, number] {
  const bins = profile.numbers?.bins ?? profile.text?.lengths
  if (bins) return [barsOf(values, bins), bins.length]
  const shown = profile.values?.values.map(({ value }) => value) ?? []
  const place = categories.map((category) => shown.indexOf(category))
  return [Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : place[code])), shown.length]
}

/**
 * Breaks column profiles down by the most frequent classes of a label that has too many to count them all, from a
 * sample of the rows. Columns that are not sampled stay as they are.
 */
export function addSampledLabelCounts(
  profiles: readonly ColumnProfile[],
  label: SampledColumn,
  sampled: readonly SampledColumn[],
): void {
  const counts = label.categories.map((value) => ({ value, count: 0 }))
  for (const code of label.values) if (!Number.isNaN(code)) counts[code].count++
  const top = [...counts].sort(byCount).slice(0, MOST_LABELS)
  const place = new Map(top.map(({ value }, i) => [label.categories.indexOf(value), i]))
  for (const profile of profiles) {
    const column = sampled.find(({ name }) => name === profile.name)
    const holder = profile.numbers ?? profile.values ?? profile.text
    if (!column || !holder || column === label) continue
    const [parts, size] = partsOf(profile, column)
    const byLabel: LabelCounts[] = top.map(({ value }) => ({ label: value, counts: Array(size).fill(0) }))
    label.values.forEach((code, row) => {
      const at = place.get(code)
      if (at !== undefined && parts[row] >= 0) byLabel[at].counts[parts[row]]++
    })
    holder.byLabel = byLabel
  }
}
