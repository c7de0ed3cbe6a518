/** How often bootstrap intervals hold the value that they are about. */
import { metricInterval } from '#scoring/metrics/bootstrap/metric-interval.ts'
import type { AnyMetric, MetricInputs, MetricNeed } from '#scoring/metrics/metric-inputs.ts'

const SAMPLES_FOR_THE_TRUTH = 600
const SAMPLES = 200

/** The share of samples whose interval holds the mean value over many other samples, by metric. */
export function coverage<I>(
  metrics: readonly AnyMetric[],
  needs: MetricNeed,
  draw: () => I,
): Map<string, number> {
  const measured = (metric: AnyMetric, input: I): number => {
    const result = (metric.compute as (input: I) => { value: number })(input)
    return result.value
  }
  const means = new Map(metrics.map((metric) => [metric, 0]))
  for (let s = 0; s < SAMPLES_FOR_THE_TRUTH; s++) {
    const input = draw()
    for (const [metric, mean] of means) {
      means.set(metric, mean + measured(metric, input) / SAMPLES_FOR_THE_TRUTH)
    }
  }
  const held = new Map(metrics.map(({ info }) => [info.name, 0]))
  for (let s = 0; s < SAMPLES; s++) {
    const inputs = { [needs]: draw() } as Partial<MetricInputs>
    for (const [metric, mean] of means) {
      const interval = metricInterval(metric, inputs)
      if (interval && interval.low <= mean && mean <= interval.high) {
        held.set(metric.info.name, (held.get(metric.info.name) as number) + 1 / SAMPLES)
      }
    }
  }
  return held
}
