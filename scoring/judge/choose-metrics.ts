/** Which metrics a file is judged by. */
import { GrandstandError } from '#core/errors.ts'
import type { MetricValue } from '#core/metric.ts'
import type { TaskSpec } from '#core/task.ts'
import { findMetric, METRICS } from '../metrics/catalogue.ts'
import type { AnyMetric, Metric, MetricInputs, MetricNeed } from '../metrics/metric-inputs.ts'
import { closest } from './check-header.ts'

/**
 * The metrics of a task in the order in which it names them; all of its kind where it names none.
 *
 * @throws GrandstandError `invalid_input` for a name that is not in the catalogue
 */
export function chosenMetrics(spec: TaskSpec): AnyMetric[] {
  if (spec.metrics.length === 0) return METRICS.filter((metric) => metric.info.kind === spec.kind)
  return spec.metrics.map((name) => {
    const metric = findMetric(spec.kind, name)
    if (metric) return metric
    const names = METRICS.filter((known) => known.info.kind === spec.kind).map((known) => known.info.name)
    const near = closest(name, names)
    throw new GrandstandError(
      'invalid_input',
      `There is no metric ${JSON.stringify(name)} for ${spec.kind}.${near ? ` Did you mean ${near}?` : ''}`,
    )
  })
}

/**
 * The metric that intervals and slices are about.
 *
 * @param name a metric of the task; undefined for the first that the task names, null for none
 */
export function primaryMetric(spec: TaskSpec, name: string | null | undefined): AnyMetric | undefined {
  const wanted = name === undefined ? spec.metrics[0] : name
  return chosenMetrics(spec).find(({ info }) => info.name === wanted)
}

/** Whether a metric can be computed from these statistics; a metric that cannot is left out unless it was named. */
export function applies(metric: AnyMetric, inputs: Partial<MetricInputs>, classCount: number): boolean {
  if (inputs[metric.info.needs] === undefined) return false
  if (metric.info.classes === 'two') return classCount === 2
  if (metric.info.classes === 'three-or-more') return classCount > 2
  return true
}

const MISSING_INPUT: Record<MetricNeed, string> = {
  labels: 'It needs predicted classes.',
  probabilities: 'It needs class probabilities, and the file has labels.',
  pairs: 'It needs scored pairs.',
  'labelled-pairs': 'It needs labels for all candidate pairs, and the truth lists matches only.',
  clusters: 'It needs clusters.',
  ranked: 'It needs ranked candidates.',
}

/** A metric's value; undefined with a reason where the statistics for it are not there. */
export function measure(
  metric: Metric<MetricNeed>,
  inputs: Partial<MetricInputs>,
  classCount: number,
): MetricValue {
  const input = inputs[metric.info.needs]
  if (input === undefined) return { undefined: MISSING_INPUT[metric.info.needs] }
  if (metric.info.classes === 'two' && classCount !== 2) {
    return { undefined: 'It is for two classes only.' }
  }
  if (metric.info.classes === 'three-or-more' && classCount < 3) {
    return { undefined: 'It is for three classes or more.' }
  }
  const result = metric.compute(input)
  if ('value' in result && !Number.isFinite(result.value)) {
    return { undefined: 'The computation has no finite result.' }
  }
  return result
}
