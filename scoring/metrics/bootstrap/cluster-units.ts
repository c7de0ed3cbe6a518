import { pairsAmong } from '../cluster-pairs.ts'
import type { Contingency } from '../contingency.ts'
import { oncePerInput } from '../once-per-input.ts'

/**
 * What each true cluster adds to the sums that metrics of a clustering are made of. The sums over all true clusters are
 * those of the whole table.
 */
export interface ClusterUnits {
  items: Float64Array
  /** Pairs of items: together in both partitions, in the truth, in the prediction. */
  both: Float64Array
  truth: Float64Array
  predicted: Float64Array
  /** Sums over items of B-cubed precision and recall. */
  bcubedPrecision: Float64Array
  bcubedRecall: Float64Array
  /** Sums of x ln x over the sizes of cells, of true and of predicted clusters. */
  cellLogs: Float64Array
  truthLogs: Float64Array
  predictedLogs: Float64Array
}

const xLogX = (x: number) => (x > 0 ? x * Math.log(x) : 0)

/**
 * Splits the sums by true cluster. What true clusters do together in one predicted cluster is counted once, with the
 * smaller: the predicted cluster is thought to be filled with its true clusters from the largest to the smallest, and
 * each is given what it adds.
 */
export const clusterUnits = oncePerInput((table: Contingency): ClusterUnits => {
  const { trueSizes, predictedSizes, trueCluster, predictedCluster, counts } = table
  const empty = () => new Float64Array(trueSizes.length)
  const units: ClusterUnits = {
    items: trueSizes,
    both: empty(),
    truth: trueSizes.map(pairsAmong),
    predicted: empty(),
    bcubedPrecision: empty(),
    bcubedRecall: empty(),
    cellLogs: empty(),
    truthLogs: trueSizes.map(xLogX),
    predictedLogs: empty(),
  }
  const order = largestFirst(table)
  let larger = 0
  for (let j = 0; j < order.length; j++) {
    const cell = order[j]
    const [a, b, n] = [trueCluster[cell], predictedCluster[cell], counts[cell]]
    if (j === 0 || predictedCluster[order[j - 1]] !== b) larger = 0
    units.both[a] += pairsAmong(n)
    units.predicted[a] += pairsAmong(n) + n * larger
    // each of the n items meets `larger` strangers, and each of those meets n
    units.bcubedPrecision[a] += n - (2 * n * larger) / predictedSizes[b]
    units.bcubedRecall[a] += (n * n) / trueSizes[a]
    units.cellLogs[a] += xLogX(n)
    units.predictedLogs[a] += xLogX(larger + n) - xLogX(larger)
    larger += n
  }
  return units
})

/** The cells by predicted cluster, those of one by size, the largest first. */
function largestFirst({ predictedSizes, predictedCluster, counts }: Contingency): Uint32Array {
  const starts = new Uint32Array(predictedSizes.length + 1)
  for (const b of predictedCluster) starts[b + 1]++
  for (let b = 0; b < predictedSizes.length; b++) starts[b + 1] += starts[b]
  const order = new Uint32Array(counts.length)
  const next = starts.slice()
  for (let cell = 0; cell < counts.length; cell++) order[next[predictedCluster[cell]]++] = cell
  for (let b = 0; b < predictedSizes.length; b++) {
    if (starts[b + 1] - starts[b] < 2) continue
    order.subarray(starts[b], starts[b + 1]).sort((x, y) => counts[y] - counts[x] || x - y)
  }
  return order
}
