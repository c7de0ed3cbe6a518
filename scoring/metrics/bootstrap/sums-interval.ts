import { dealGroups, RESAMPLES, sumsByGroup, weightedSum } from './group-weights.ts'
import { type Interval, percentileInterval } from './percentile-interval.ts'

/**
 * The 95 % interval of a figure of sums over independent units, by Poisson bootstrap over the units (or over at most 128
 * random groups of them, which leaves the spread of sums as it is).
 *
 * @param statistics for each sum the values of all units
 * @param figure of the sums over the units drawn, and how many those are (at least 1); null where it is undefined
 */
export function sumsInterval(
  statistics: readonly ArrayLike<number>[],
  figure: (sums: Float64Array, drawn: number) => number | null,
): Interval | null {
  const { groups, groupOf } = dealGroups(statistics[0].length)
  if (groups === 0) return null
  const sizes = new Float64Array(groups)
  for (const group of groupOf) sizes[group]++
  const grouped = statistics.map((values) => sumsByGroup(values, groupOf, groups))
  const sums = new Float64Array(grouped.length)
  let resample = -1
  return percentileInterval(RESAMPLES, () => {
    resample++
    const drawn = weightedSum(resample, sizes)
    for (let s = 0; s < sums.length; s++) sums[s] = weightedSum(resample, grouped[s])
    return drawn > 0 ? figure(sums, drawn) : null
  })
}
