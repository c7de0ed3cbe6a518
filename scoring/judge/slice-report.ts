/** Metrics on each slice of the truth, for responsible evaluation: who is served worse, and by how much. */
import type { SliceReport, SliceScore } from '#core/report.ts'
import { ABSENT } from '../align/ordinals.ts'
import { metricInterval } from '../metrics/bootstrap/metric-interval.ts'
import type { AnyMetric, MetricInputs } from '../metrics/metric-inputs.ts'
import { measure } from './choose-metrics.ts'
import type { Slicing } from './slice-table.ts'

/** Slices with fewer rows are listed, marked, and neither worst nor part of the gap: chance would choose them. */
const FEWEST_ROWS = 20

/**
 * Scores every slice that has rows by every metric.
 *
 * @param inputsOf statistics of the rows (of a ranked truth, queries) whose flag is 1
 */
export function sliceReports(
  metrics: readonly AnyMetric[],
  { columns, values, sliceOf }: Slicing,
  inputsOf: (rows: Uint8Array) => Partial<MetricInputs>,
  classCount: number,
): SliceReport[] {
  const reports = metrics.map(({ info }): SliceReport => ({ columns, metric: info.name, slices: [] }))
  const sizes = new Uint32Array(values.length)
  for (const slice of sliceOf) if (slice !== ABSENT) sizes[slice]++
  values.forEach((shared, slice) => {
    if (sizes[slice] === 0) return
    const flags = new Uint8Array(sliceOf.length)
    for (let i = 0; i < flags.length; i++) flags[i] = sliceOf[i] === slice ? 1 : 0
    const inputs = inputsOf(flags)
    metrics.forEach((metric, m) => {
      const score = scoreSlice(metric, inputs, classCount)
      const small = sizes[slice] < FEWEST_ROWS ? { small: true as const } : {}
      reports[m].slices.push({ values: shared, rows: sizes[slice], ...small, ...score })
    })
  })
  return reports.map((report, m) => compared(report, metrics[m]))
}

/** With the worst slice and the gap, where there are two slices to compare. */
function compared(report: SliceReport, { info }: AnyMetric): SliceReport {
  const sign = info.direction === 'higher-is-better' ? 1 : -1
  const ranked = report.slices
    .filter(({ small, score }) => !small && score !== null)
    .sort((a, b) => sign * ((a.score as number) - (b.score as number)))
  const [worst] = ranked
  const best = ranked.at(-1)
  if (!worst || !best || ranked.length < 2) return report
  return {
    ...report,
    worst: report.slices.indexOf(worst),
    gap: Math.abs((best.score as number) - (worst.score as number)),
  }
}

function scoreSlice(
  metric: AnyMetric,
  inputs: Partial<MetricInputs>,
  classCount: number,
): Omit<SliceScore, 'values' | 'rows' | 'small'> {
  const result = measure(metric, inputs, classCount)
  if ('undefined' in result) return { score: null, undefined: result.undefined }
  const interval = metricInterval(metric, inputs)
  return { score: result.value, ...(interval && { low: interval.low, high: interval.high }) }
}
