/**
 * How strongly two columns go together, from rows where both have a value. Numbers are doubles with NaN where there is
 * none; categories are codes from 0, -1 where there is none. Every measure is undefined (`null`) when one side does not
 * vary in those rows.
 */

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

const clipped = (value: number, from: number) => Math.max(from, Math.min(1, value))

function pearson(x: Float64Array, y: Float64Array): number | null {
  let n = 0
  let [sumX, sumY] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i] + y[i])) continue
    n++
    sumX += x[i]
    sumY += y[i]
  }
  const [meanX, meanY] = [sumX / n, sumY / n]
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - meanX, y[i] - meanY]
    if (Number.isNaN(dx + dy)) continue
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const found = finite(xy / (Math.sqrt(xx) * Math.sqrt(yy)))
  return found === null ? null : clipped(found, -1)
}

/** A column of numbers made ready to be compared with many others. */
export interface NumberSide {
  values: Float64Array
  /** Where each value stands among the different values in their order; -1 for none. */
  places: Int32Array
  /** How many different values there are. */
  size: number
}

/** Makes a column ready for {@link correlation}. */
export function numberSide(values: Float64Array): NumberSide {
  const different = values
    .filter((value) => !Number.isNaN(value))
    .sort()
    .filter((value, i, sorted) => i === 0 || value !== sorted[i - 1])
  const places = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1
    let [low, high] = [0, different.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (different[middle] < value) low = middle + 1
      else high = middle
    }
    return low
  })
  return { values, places, size: different.length }
}

/** The rank of each different value, less the mean of all ranks, among the rows that have a value in another column too. */
function centredRanks({ places, size }: NumberSide, other: NumberSide): Float64Array {
  const ranks = new Float64Array(size)
  let rows = 0
  for (let i = 0; i < places.length; i++) {
    if (places[i] < 0 || other.places[i] < 0) continue
    ranks[places[i]]++
    rows++
  }
  let before = 0
  for (let place = 0; place < size; place++) {
    const count = ranks[place]
    // equal values share their mean rank
    ranks[place] = before + (count - 1) / 2 - (rows - 1) / 2
    before += count
  }
  return ranks
}

function spearman(x: NumberSide, y: NumberSide): number | null {
  const [ranksX, ranksY] = [centredRanks(x, y), centredRanks(y, x)]
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < x.places.length; i++) {
    if (x.places[i] < 0 || y.places[i] < 0) continue
    const [a, b] = [ranksX[x.places[i]], ranksY[y.places[i]]]
    xx += a * a
    yy += b * b
    xy += a * b
  }
  const found = finite(xy / (Math.sqrt(xx) * Math.sqrt(yy)))
  return found === null ? null : clipped(found, -1)
}

/**
 * Pearson's and Spearman's coefficients, -1 to 1, of the rows where both columns have a value. Equal values share their
 * mean rank.
 */
export function correlation(x: NumberSide, y: NumberSide): { linear: number | null; ranked: number | null } {
  return { linear: pearson(x.values, y.values), ranked: spearman(x, y) }
}

/**
 * Cramér's V with the correction for chance of Bergsma (Journal of the Korean Statistical Society 42, 2013), 0 to 1:
 * without it two unrelated columns of many categories would look related.
 *
 * @param sizeA codes of `a` are below
 */
export function cramersV(a: Int32Array, sizeA: number, b: Int32Array, sizeB: number): number | null {
  const cells = new Float64Array(sizeA * sizeB)
  const [inA, inB] = [new Float64Array(sizeA), new Float64Array(sizeB)]
  let n = 0
  for (let i = 0; i < a.length; i++) {
    if (a[i] < 0 || b[i] < 0) continue
    n++
    cells[a[i] * sizeB + b[i]]++
    inA[a[i]]++
    inB[b[i]]++
  }
  let phi2 = -1
  for (let i = 0; i < sizeA; i++) {
    for (let j = 0; j < sizeB; j++) {
      const cell = cells[i * sizeB + j]
      if (cell > 0) phi2 += cell ** 2 / (inA[i] * inB[j])
    }
  }
  const rows = inA.filter((count) => count > 0).length - 1
  const columns = inB.filter((count) => count > 0).length - 1
  if (rows < 1 || columns < 1) return null
  const least = Math.min(rows - rows ** 2 / (n - 1), columns - columns ** 2 / (n - 1))
  if (least <= 0) return null
  return clipped(Math.sqrt(Math.max(0, phi2 - (rows * columns) / (n - 1)) / least), 0)
}

/**
 * The correlation ratio η of numbers by category, 0 to 1, from η² with Kelley's correction for the number of
 * categories (Proceedings of the National Academy of Sciences 21, 1935).
 *
 * @param size codes are below
 */
export function correlationRatio(codes: Int32Array, size: number, numbers: Float64Array): number | null {
  const [counts, means] = [new Float64Array(size), new Float64Array(size)]
  let [n, mean, total] = [0, 0, 0]
  for (let i = 0; i < codes.length; i++) {
    const [code, value] = [codes[i], numbers[i]]
    if (code < 0 || Number.isNaN(value)) continue
    n++
    const before = value - mean
    mean += before / n
    total += before * (value - mean)
    means[code] += (value - means[code]) / ++counts[code]
  }
  const groups = counts.filter((count) => count > 0).length
  if (groups < 2 || n <= groups) return null
  let between = 0
  for (let i = 0; i < size; i++) if (counts[i] > 0) between += counts[i] * (means[i] - mean) ** 2
  const corrected = finite(1 - ((1 - between / total) * (n - 1)) / (n - groups))
  return corrected === null ? null : Math.sqrt(clipped(corrected, 0))
}
