/** The vocabulary of metrics: what one is, and what a value of one looks like. The metrics live in scoring/metrics. */
import type { TaskKind } from './task.ts'

/** A metric's value, or why it has none. An undefined value is never 0 and never NaN. */
export type MetricValue = { value: number } | { undefined: string }

export interface MetricInfo {
  /** scikit-learn's name where it has the metric, else the name in the golden cases: `f1_macro`. */
  name: string
  /** How a page names it: `F1 (macro)`. */
  title: string
  kind: TaskKind
  /** What it reads: hard labels, class probabilities, pairs, clusters, ranked candidates. */
  needs: 'labels' | 'probabilities' | 'pairs' | 'labelled-pairs' | 'clusters' | 'ranked'
  /** Set where the metric exists for two classes only, or for three and more only. */
  classes?: 'two' | 'three-or-more'
  direction: 'higher-is-better' | 'lower-is-better'
  /** Closed range; null where unbounded. */
  range: readonly [number | null, number | null]
  /** Decimals on a leaderboard. */
  precision: number
  /** One sentence for a team that meets the metric for the first time. */
  description: string
}

/** What ranking and showing a score takes: a built-in metric, or the output of an organiser's program. */
export type RankedMetric = Pick<
  MetricInfo,
  'name' | 'title' | 'direction' | 'range' | 'precision' | 'description'
>
