/** How `grandstand score` shows a report. */
import type { SliceReport, SplitReport } from '#core/report.ts'

/** Figures that are no metrics but may be asked for by name beside them. */
const DETAIL_NAMES = new Set([
  'confusion_matrix',
  'confusion_matrix_sparse',
  'tp',
  'fp',
  'fn',
  'tn',
  'best_f1_threshold',
  'pairwise_tp',
  'pairwise_true_pairs',
  'pairwise_predicted_pairs',
  'n_queries_scored',
])

/** Above this many classes the confusion matrix is listed cell by cell. */
const DENSE_CLASSES = 20

/** The names of metrics among the names that a task asks for. */
export function metricNames(names: readonly string[]): string[] {
  return names.filter((name) => !DETAIL_NAMES.has(name))
}

/** Scores of one part: null where undefined, with the reason beside; the confusion matrix as nested lists. */
export interface NestedScores {
  scores: Record<string, number | null | number[][]>
  undefined: Record<string, string>
}

/**
 * A report as the command prints it: metrics and details under one roof.
 *
 * @param wanted the names that the task asks for, or null for all of them
 */
export function nestedScores(
  report: SplitReport,
  classCount: number,
  wanted: readonly string[] | null,
): NestedScores {
  const undefinedScores = Object.fromEntries(Object.keys(report.undefined).map((name) => [name, null]))
  const scores: NestedScores['scores'] = { ...report.scores, ...undefinedScores, ...report.details }
  if (report.confusion) {
    if (classCount <= DENSE_CLASSES) scores.confusion_matrix = denseMatrix(report.confusion, classCount)
    if (classCount > DENSE_CLASSES || wanted?.includes('confusion_matrix_sparse')) {
      scores.confusion_matrix_sparse = report.confusion
    }
  }
  return { scores: only(scores, wanted), undefined: only(report.undefined, wanted) }
}

function only<V>(values: Record<string, V>, wanted: readonly string[] | null): Record<string, V> {
  return wanted === null
    ? values
    : Object.fromEntries(Object.entries(values).filter(([name]) => wanted.includes(name)))
}

function denseMatrix(cells: readonly [number, number, number][], classCount: number): number[][] {
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0))
  for (const [a, b, count] of cells) matrix[a][b] = count
  return matrix
}

/** The scores of each part as an aligned table for people; matrices are left to `--json`. */
export function scoreTable(parts: readonly (readonly [string, NestedScores])[]): string {
  let text = ''
  for (const [name, { scores, undefined: reasons }] of parts) {
    if (parts.length > 1) text += `${name}\n`
    const plain = Object.entries(scores).filter(([, value]) => !Array.isArray(value))
    const width = Math.max(0, ...plain.map(([key]) => key.length))
    for (const [key, value] of plain) {
      text += `  ${key.padEnd(width)}  ${value === null ? `undefined: ${reasons[key]}` : value}\n`
    }
  }
  return text
}

/** A metric by slice as lines for people; the worst slice is marked. */
export function sliceTable({ columns, metric, slices, worst, gap }: SliceReport): string {
  let text = `\n${metric} by ${columns.join(' and ')}${gap === undefined ? '' : `, gap ${gap}`}\n`
  slices.forEach(({ values, rows, small, score, undefined: reason, low, high }, i) => {
    const interval = low === undefined ? '' : ` (${low} to ${high})`
    const shown = score === null ? `undefined: ${reason}` : `${score}${interval}`
    text += `  ${values.join(', ')}: ${shown}, ${rows} rows${small ? ', few' : ''}${i === worst ? ', the worst' : ''}\n`
  })
  return text
}
