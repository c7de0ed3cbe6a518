import { type Interval, percentileInterval, resamplesFor } from './percentile-interval.ts'
import { poissonResampler } from './poisson.ts'
import { RandomSource } from './random-source.ts'

/** With more values than this they are resampled in random groups, which leaves the spread of the mean as it is. */
const MOST_GROUPS = 2000
const GROUPING_SEED = 7

/**
 * The 95 % interval of a mean, by Poisson bootstrap over values (or over at most 2,000 random groups of them). Null for
 * no values.
 */
export function meanInterval(values: ArrayLike<number>): Interval | null {
  if (values.length === 0) return null
  const { sums, sizes } = grouped(values)
  const resample = poissonResampler(new Float64Array(sums.length).fill(1))
  return percentileInterval(resamplesFor(sums.length), (random) => {
    const times = resample(random)
    let sum = 0
    let size = 0
    for (let g = 0; g < sums.length; g++) {
      sum += times[g] * sums[g]
      size += times[g] * sizes[g]
    }
    return size > 0 ? sum / size : null
  })
}

function grouped(values: ArrayLike<number>): { sums: Float64Array; sizes: Float64Array } {
  const groups = Math.min(MOST_GROUPS, values.length)
  const sums = new Float64Array(groups)
  const sizes = new Float64Array(groups)
  const random = new RandomSource(GROUPING_SEED)
  for (let i = 0; i < values.length; i++) {
    const group = values.length <= MOST_GROUPS ? i : Math.floor(random.uniform() * groups)
    sums[group] += values[i]
    sizes[group]++
  }
  return { sums, sizes }
}
