/**
 * How two partitions of the same n items overlap: the sizes of their clusters and of the non-empty intersections.
 * Cell j holds `counts[j]` items of true cluster `trueCluster[j]` and predicted cluster `predictedCluster[j]`.
 */
export interface Contingency {
  itemCount: number
  trueSizes: Float64Array
  predictedSizes: Float64Array
  trueCluster: Uint32Array
  predictedCluster: Uint32Array
  counts: Float64Array
}

/**
 * Counts the cells of two partitions in time linear in the items (two counting sorts).
 *
 * @param trueNumbers number of each item's true cluster; clusters are numbered in any way, gaps included
 * @param predictedNumbers number of each item's predicted cluster, in the same order of items
 */
export function contingencyOf(trueNumbers: Uint32Array, predictedNumbers: Uint32Array): Contingency {
  const { codes: truth, sizes: trueSizes } = withoutGaps(trueNumbers)
  const { codes: predicted, sizes: predictedSizes } = withoutGaps(predictedNumbers)
  const itemCount = truth.length
  const identity = new Uint32Array(itemCount)
  for (let i = 0; i < itemCount; i++) identity[i] = i
  const order = sortedBy(truth, trueSizes, sortedBy(predicted, predictedSizes, identity))
  const trueCluster = new Uint32Array(itemCount)
  const predictedCluster = new Uint32Array(itemCount)
  const counts = new Float64Array(itemCount)
  let cells = 0
  for (const item of order) {
    const a = truth[item]
    const b = predicted[item]
    if (cells === 0 || trueCluster[cells - 1] !== a || predictedCluster[cells - 1] !== b) {
      trueCluster[cells] = a
      predictedCluster[cells] = b
      cells++
    }
    counts[cells - 1]++
  }
  return {
    itemCount,
    trueSizes,
    predictedSizes,
    trueCluster: trueCluster.slice(0, cells),
    predictedCluster: predictedCluster.slice(0, cells),
    counts: counts.slice(0, cells),
  }
}

/** Clusters renumbered from 0 without gaps, in order of their old numbers, and how many items each holds. */
function withoutGaps(numbers: Uint32Array): { codes: Uint32Array; sizes: Float64Array } {
  let highest = 0
  for (const number of numbers) if (number > highest) highest = number
  const counts = new Float64Array(highest + 1)
  for (const number of numbers) counts[number]++
  const codeOf = new Uint32Array(counts.length)
  let used = 0
  for (let number = 0; number < counts.length; number++) if (counts[number] > 0) codeOf[number] = used++
  return { codes: numbers.map((number) => codeOf[number]), sizes: counts.filter((count) => count > 0) }
}

/** The items of `order`, stably sorted by their cluster. */
function sortedBy(clusters: Uint32Array, sizes: Float64Array, order: Uint32Array): Uint32Array {
  const next = new Uint32Array(sizes.length)
  for (let c = 1; c < sizes.length; c++) next[c] = next[c - 1] + sizes[c - 1]
  const sorted = new Uint32Array(order.length)
  for (const item of order) sorted[next[clusters[item]]++] = item
  return sorted
}
