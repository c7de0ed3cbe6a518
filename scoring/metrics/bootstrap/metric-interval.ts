/** 95 % bootstrap intervals of metrics, each from the smallest statistics that the metric needs. */
import { brierRows } from '../brier.ts'
import { calibrationBins } from '../calibration-error.ts'
import { classThresholds } from '../class-rankings.ts'
import { type Confusion, withCounts } from '../confusion.ts'
import { logLossRows, plainLogLossRows } from '../log-loss.ts'
import type {
  AnyMetric,
  ClassProbabilities,
  Metric,
  MetricInputs,
  RankedLists,
  ScoredPairs,
} from '../metric-inputs.ts'
import { decisionFigure, pairCounts } from '../pair-decisions.ts'
import { pairThresholds } from '../pair-rankings.ts'
import { queryFigure } from '../ranked-metrics.ts'
import { perQuery } from '../ranked-queries.ts'
import { averagePrecisionOf, highestF1, rocArea, trapezoidPrecisionRecall } from '../threshold-figures.ts'
import { topRows } from '../top-k-accuracy.ts'
import { calibrationInterval } from './calibration-interval.ts'
import { classInterval, isClassMean } from './class-interval.ts'
import { clusterInterval } from './cluster-interval.ts'
import { meanInterval } from './mean-interval.ts'
import { type Interval, percentileInterval, resamplesFor } from './percentile-interval.ts'
import { poisson, poissonResampler } from './poisson.ts'
import { type ThresholdFigure, thresholdInterval } from './threshold-interval.ts'

/**
 * The interval of a metric over resampled rows (pairs, queries, true clusters). Null where it cannot be had: for a figure
 * that is often undefined, for fewer than ten true clusters, and for means over more than a thousand classes' rankings.
 */
export function metricInterval(metric: AnyMetric, inputs: Partial<MetricInputs>): Interval | null {
  const { needs, name } = metric.info
  switch (needs) {
    case 'labels':
      return inputs.labels ? labelInterval(metric as Metric<'labels'>, inputs.labels) : null
    case 'probabilities':
      return inputs.probabilities
        ? rowInterval(metric as Metric<'probabilities'>, inputs.probabilities)
        : null
    case 'pairs':
    case 'labelled-pairs': {
      const pairs = inputs[needs]
      return pairs
        ? pairInterval(name, pairs, needs === 'labelled-pairs' || 'labelled-pairs' in inputs)
        : null
    }
    case 'ranked':
      return inputs.ranked ? queryInterval(name, inputs.ranked) : null
    case 'clusters':
      return inputs.clusters ? clusterInterval(name, inputs.clusters) : null
  }
}

/** Poisson counts in each cell of the confusion table. */
function labelInterval(metric: Metric<'labels'>, table: Confusion): Interval | null {
  const resample = poissonResampler(table.counts)
  return percentileInterval(resamplesFor(table.counts.length), (random) => {
    const drawn = withCounts(table, resample(random))
    if (drawn.rowCount === 0) return null
    const result = metric.compute(drawn)
    return 'value' in result ? result.value : null
  })
}

function rowInterval(metric: Metric<'probabilities'>, input: ClassProbabilities): Interval | null {
  const { name } = metric.info
  if (isClassMean(name)) {
    const result = metric.compute(input)
    return 'value' in result ? classInterval(name, input, result.value) : null
  }
  const bins = calibrationBins(name)
  if (bins) return calibrationInterval(input, bins.count, bins.closed)
  const figure = RANKING_FIGURES[name]
  if (figure) {
    return input.columns.length === 2 ? thresholdInterval(classThresholds(input, 1), 0, figure) : null
  }
  const half = name === 'brier_half'
  if (name === 'log_loss') return meanInterval(logLossRows(input))
  if (name === 'log_loss_no_renorm') return meanInterval(plainLogLossRows(input))
  if (half || name === 'brier_multiclass') {
    const interval = meanInterval(brierRows(input))
    return interval && half ? { ...interval, low: interval.low / 2, high: interval.high / 2 } : interval
  }
  const hits = topRows(name, input)
  return hits ? meanInterval(hits) : null
}

/** Figures of one ranking, by metric name: of pairs, and of the positive class of two. */
const RANKING_FIGURES: Readonly<Record<string, ThresholdFigure>> = {
  average_precision: averagePrecisionOf,
  roc_auc: rocArea,
  pr_auc_trapezoid: trapezoidPrecisionRecall,
  best_f1: (thresholds, findable) => highestF1(thresholds, findable).f1,
}

/** Poisson counts of right and wrong decisions, or of pairs by score. */
function pairInterval(name: string, input: ScoredPairs, labelled: boolean): Interval | null {
  const ranking = RANKING_FIGURES[name]
  if (ranking) {
    const thresholds = pairThresholds(input)
    return thresholdInterval(thresholds, input.totalMatches - thresholds.positiveTotal, ranking)
  }
  const figure = decisionFigure(name)
  if (figure === undefined) return null
  const { tp, fp, fn, tn } = pairCounts(input)
  return percentileInterval(resamplesFor(4), (random) =>
    figure({
      tp: poisson(random, tp),
      fp: poisson(random, fp),
      fn: poisson(random, fn),
      tn: labelled ? poisson(random, tn) : 0,
    }),
  )
}

function queryInterval(name: string, lists: RankedLists): Interval | null {
  const ofQuery = queryFigure(name)
  return ofQuery ? meanInterval(perQuery(lists, ofQuery)) : null
}
