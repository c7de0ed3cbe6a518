/** One metric on each slice of the truth, for responsible evaluation: who is served worse, and by how much. */
import type { SliceReport, SliceScore } from '#core/report.ts'
import { metricInterval } from '../metrics/bootstrap/metric-interval.ts'
import type { AnyMetric, MetricInputs } from '../metrics/metric-inputs.ts'
import { measure } from './choose-metrics.ts'
import type { Slicing } from './slice-table.ts'

/** Slices with fewer rows are listed, and are neither worst nor part of the gap: chance would choose them. */
const FEWEST_ROWS = 10

/**
 * Scores every slice that has rows.
 *
 * @param inputsOf statistics of the rows of the truth whose flag is 1
 */
export function sliceReport(
  metric: AnyMetric,
  slicing: Slicing,
  inputsOf: (rows: Uint8Array) => Partial<MetricInputs>,
  classCount: number,
): SliceReport {
  const sizes = new Uint32Array(slicing.values.length)
  for (const slice of slicing.sliceOf) sizes[slice]++
  const slices: SliceScore[] = []
  slicing.values.forEach((values, slice) => {
    if (sizes[slice] === 0) return
    const flags = Uint8Array.from(slicing.sliceOf, (other) => (other === slice ? 1 : 0))
    slices.push(scoreSlice(metric, values, sizes[slice], inputsOf(flags), classCount))
  })
  const sign = metric.info.direction === 'higher-is-better' ? 1 : -1
  const ranked = slices
    .filter(({ rows, score }) => rows >= FEWEST_ROWS && score !== null)
    .sort((a, b) => sign * ((a.score as number) - (b.score as number)))
  const report: SliceReport = { columns: slicing.columns, metric: metric.info.name, slices }
  const [worst] = ranked
  const best = ranked.at(-1)
  if (worst && best && ranked.length > 1) {
    report.worst = slices.indexOf(worst)
    report.gap = Math.abs((best.score as number) - (worst.score as number))
  }
  return report
}

function scoreSlice(
  metric: AnyMetric,
  values: string[],
  rows: number,
  inputs: Partial<MetricInputs>,
  classCount: number,
): SliceScore {
  const result = measure(metric, inputs, classCount)
  if ('undefined' in result) return { values, rows, score: null, undefined: result.undefined }
  const interval = metricInterval(metric, inputs)
  return { values, rows, score: result.value, ...(interval && { low: interval.low, high: interval.high }) }
}
