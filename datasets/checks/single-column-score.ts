import { scatter } from '../stats/hashed-sample.ts'

/** A row as a single column sees it: the cell (null, text or number) and the label. */
export interface CellLabel {
  cell: string | number | null
  label: string
}

/** How well one column answers rows that it was not fitted on. */
export interface ColumnScore {
  /** Share of right answers, 0 to 1. */
  accuracy: number
  /** Share of right answers of the commonest class. */
  majority: number
  /** How far from the commonest class to perfect: 0 or below for nothing, 1 for perfect. */
  skill: number
  /** Rows measured on that are not of the commonest class. */
  others: number
}

const BINS = 32

function mostFrequent(labels: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  let best = ''
  for (const [label, count] of counts) {
    const known = counts.get(best) ?? 0
    if (count > known || (count === known && label < best)) best = label
  }
  return best
}

/** Answers a cell with the most frequent label among fitted rows with an equal cell. */
function byValue(fit: readonly CellLabel[]): (cell: CellLabel['cell']) => string | undefined {
  const labels = new Map<CellLabel['cell'], string[]>()
  for (const { cell, label } of fit) {
    const list = labels.get(cell)
    if (list) list.push(label)
    else labels.set(cell, [label])
  }
  const answers = new Map([...labels].map(([cell, list]) => [cell, mostFrequent(list)]))
  return (cell) => answers.get(cell)
}

/** Answers a number with the most frequent label of its bin; bins hold equally many fitted rows. */
function byBin(fit: readonly CellLabel[]): (cell: CellLabel['cell']) => string | undefined {
  const numbers = fit.filter(
    (row): row is CellLabel & { cell: number } => typeof row.cell === 'number' && !Number.isNaN(row.cell),
  )
  if (numbers.length < 2 * BINS) return () => undefined
  numbers.sort((a, b) => a.cell - b.cell)
  const size = Math.ceil(numbers.length / BINS)
  const bins: { to: number; answer: string }[] = []
  for (let from = 0; from < numbers.length; from += size) {
    const rows = numbers.slice(from, from + size)
    bins.push({ to: rows[rows.length - 1].cell, answer: mostFrequent(rows.map((row) => row.label)) })
  }
  return (cell) =>
    typeof cell === 'number' && !Number.isNaN(cell)
      ? (bins.find((bin) => cell <= bin.to) ?? bins.at(-1))?.answer
      : undefined
}

/** Fits both rules on one list of rows and measures the better one on another list. */
export function scoreColumn(fit: readonly CellLabel[], measure: readonly CellLabel[]): ColumnScore {
  const commonest = mostFrequent(fit.map((row) => row.label))
  const right = (answer: (cell: CellLabel['cell']) => string | undefined) =>
    measure.filter(({ cell, label }) => (answer(cell) ?? commonest) === label).length
  const best = Math.max(right(byValue(fit)), right(byBin(fit)))
  const common = measure.filter(({ label }) => label === commonest).length
  const rows = Math.max(1, measure.length)
  const [accuracy, majority] = [best / rows, common / rows]
  const others = measure.length - common
  return { accuracy, majority, skill: others > 0 ? (accuracy - majority) / (1 - majority) : 0, others }
}

/** Halves a list by the rows' positions, at random but always alike. */
export function halves<T extends { ordinal: number }>(rows: readonly T[]): [T[], T[]] {
  const first = (row: T) => (scatter(row.ordinal, 77) & 1) === 0
  return [rows.filter(first), rows.filter((row) => !first(row))]
}
