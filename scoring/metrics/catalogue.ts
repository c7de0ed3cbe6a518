/** The one list of metrics. Names are unique within a kind of task. */
import type { MetricInfo } from '#core/metric.ts'
import type { TaskKind } from '#core/task.ts'
import { accuracy, balancedAccuracy } from './accuracy.ts'
import { averagePrecisions } from './average-precision.ts'
import { bcubed } from './bcubed.ts'
import { brierScores } from './brier.ts'
import { calibrationErrors } from './calibration-error.ts'
import { clusterInformation } from './cluster-information.ts'
import { clusterPairMetrics } from './cluster-pairs.ts'
import { cohenKappas } from './cohen-kappa.ts'
import { logLosses } from './log-loss.ts'
import { mcc } from './mcc.ts'
import type { AnyMetric } from './metric-inputs.ts'
import { pairDecisions } from './pair-decisions.ts'
import { pairRankings } from './pair-rankings.ts'
import { precisionRecallF1 } from './precision-recall-f1.ts'
import { rankedMetrics } from './ranked-metrics.ts'
import { rocAreaMetrics } from './roc-auc.ts'
import { topAccuracies } from './top-k-accuracy.ts'

/** Every metric, by family, in the order in which a page lists them. */
export const METRICS: readonly AnyMetric[] = [
  accuracy,
  balancedAccuracy,
  ...precisionRecallF1,
  mcc,
  ...cohenKappas,
  ...logLosses,
  ...brierScores,
  ...topAccuracies,
  ...rocAreaMetrics,
  ...averagePrecisions,
  ...calibrationErrors,
  ...pairDecisions,
  ...pairRankings,
  ...clusterPairMetrics,
  ...bcubed,
  ...clusterInformation,
  ...rankedMetrics,
]

const BY_NAME = new Map(METRICS.map((metric) => [`${metric.info.kind} ${metric.info.name}`, metric]))

/** The metric of this name for this kind of task, or undefined. */
export function findMetric(kind: TaskKind, name: string): AnyMetric | undefined {
  return BY_NAME.get(`${kind} ${name}`)
}

/** What a kind of task can be judged by, without the functions: for pages, forms and the API. */
export function listMetricInfos(kind: TaskKind): MetricInfo[] {
  return METRICS.filter((metric) => metric.info.kind === kind).map((metric) => metric.info)
}
