import { bcubedFigure } from '../bcubed.ts'
import { informationFigure } from '../cluster-information.ts'
import { clusterPairFigure, pairsAmong } from '../cluster-pairs.ts'
import type { Contingency } from '../contingency.ts'
import { clusterUnits } from './cluster-units.ts'
import type { Interval } from './percentile-interval.ts'
import { sumsInterval } from './sums-interval.ts'

/** From fewer true clusters nothing can be told about others like them. */
const FEWEST_CLUSTERS = 10

/**
 * The 95 % interval of a metric of a clustering, by Poisson bootstrap over true clusters. Items cannot be resampled: one
 * drawn twice would be a pair that belongs together and is found. Record linkage estimates its figures from sampled true
 * clusters too (Binette, York, Hickerson, Baek, Madhavan and Jones, The American Statistician 77, 2023). Sums are scaled
 * to the number of items that there are. Null below 10 true clusters.
 */
export function clusterInterval(name: string, table: Contingency): Interval | null {
  if (table.trueSizes.length < FEWEST_CLUSTERS) return null
  const n = table.itemCount
  const units = clusterUnits(table)
  const pairFigure = clusterPairFigure(name)
  if (pairFigure) {
    return sumsInterval([units.items, units.both, units.truth, units.predicted], ([items, ...sums]) => {
      const [both, truth, predicted] = sums.map((sum) => (sum * n) / items)
      const result = pairFigure({ both, truth, predicted, all: pairsAmong(n) })
      return 'value' in result ? Math.min(1, result.value) : null
    })
  }
  const bcubed = bcubedFigure(name)
  if (bcubed) {
    return sumsInterval([units.items, units.bcubedPrecision, units.bcubedRecall], ([items, p, r]) =>
      bcubed(Math.max(0, p / items), r / items),
    )
  }
  const information = informationFigure(name)
  if (!information) return null
  return sumsInterval(
    [units.items, units.cellLogs, units.truthLogs, units.predictedLogs],
    ([items, ...logs]) => {
      const [joint, truth, predicted] = logs.map((sum) => Math.max(0, Math.log(n) - sum / items))
      return information({ shared: Math.max(0, truth + predicted - joint), truth, predicted })
    },
  )
}
