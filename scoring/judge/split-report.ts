/** Builds the report of one part of the truth from its statistics. */
import type { SplitReport } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import { metricInterval } from '../metrics/bootstrap/metric-interval.ts'
import { clusterPairs } from '../metrics/cluster-pairs.ts'
import type { Confusion } from '../metrics/confusion.ts'
import type { MetricInputs } from '../metrics/metric-inputs.ts'
import { pairCounts } from '../metrics/pair-decisions.ts'
import { bestF1 } from '../metrics/pair-rankings.ts'
import { f1Of, precisionOf, recallOf } from '../metrics/per-class.ts'
import { scoredQueries } from '../metrics/ranked-queries.ts'
import { applies, chosenMetrics, measure, primaryMetric } from './choose-metrics.ts'
import { reportCurves } from './report-curves.ts'

/** A class table beyond this many classes is no longer a table for people. */
const MOST_CLASSES = 10_000
/** Above this many cells a confusion table is left out of the report. */
const MOST_CELLS = 250_000

/**
 * Computes a task's metrics from the statistics of one part.
 *
 * @param rows rows of the truth in the part
 * @param classes the class list of a classification task, else empty
 * @param options.primary the metric that gets an interval; default the first that the task names, null for none
 */
export function splitReport(
  spec: TaskSpec,
  inputs: Partial<MetricInputs>,
  rows: number,
  classes: readonly string[],
  options: { primary?: string | null } = {},
): SplitReport {
  const report: SplitReport = { rows, scores: {}, undefined: {} }
  for (const metric of chosenMetrics(spec)) {
    if (spec.metrics.length === 0 && !applies(metric, inputs, classes.length)) continue
    const result = measure(metric, inputs, classes.length)
    if ('value' in result) report.scores[metric.info.name] = result.value
    else report.undefined[metric.info.name] = result.undefined
  }
  const details = detailsOf(inputs)
  if (Object.keys(details).length > 0) report.details = details
  if (inputs.labels) {
    if (classes.length <= MOST_CLASSES) report.perClass = perClassOf(inputs.labels, classes)
    if (inputs.labels.counts.length <= MOST_CELLS) report.confusion = cellsOf(inputs.labels)
  }
  const curves = reportCurves(inputs)
  if (curves) report.curves = curves
  const metric = primaryMetric(spec, options.primary)
  if (metric && metric.info.name in report.scores) {
    const interval = metricInterval(metric, inputs)
    if (interval) report.interval = { metric: metric.info.name, ...interval }
  }
  return report
}

/** Counts and thresholds that explain the scores, under the names of the golden cases. */
function detailsOf(inputs: Partial<MetricInputs>): Record<string, number> {
  const details: Record<string, number> = {}
  if (inputs.pairs) {
    const { tp, fp, fn, tn } = pairCounts(inputs.pairs)
    Object.assign(details, { tp, fp, fn })
    if (inputs['labelled-pairs']) details.tn = tn
    const { best } = bestF1(inputs.pairs)
    if (best !== null) details.best_f1_threshold = best.threshold
  }
  if (inputs.clusters) {
    const { both, truth, predicted } = clusterPairs(inputs.clusters)
    details.pairwise_tp = both
    details.pairwise_true_pairs = truth
    details.pairwise_predicted_pairs = predicted
  }
  if (inputs.ranked) details.n_queries_scored = scoredQueries(inputs.ranked).length
  return details
}

function perClassOf(table: Confusion, classes: readonly string[]): NonNullable<SplitReport['perClass']> {
  return classes.map((label, c) => ({
    label,
    support: table.support[c],
    precision: precisionOf(table, c),
    recall: recallOf(table, c),
    f1: f1Of(table, c),
  }))
}

function cellsOf({ counts, trueClass, predictedClass }: Confusion): [number, number, number][] {
  return Array.from(counts, (count, j) => [trueClass[j], predictedClass[j], count])
}
