/** Counts of one bar: values in [from, to), the last bar's `to` included. */
export interface HistogramBin {
  from: number
  to: number
  count: number
}

const FINE_BINS = 2048
/** Bins lie in a ring that is longer than those of one histogram ever span, so no two of them meet. */
const RING = 4 * FINE_BINS

/** Where a bin lies in the ring. */
function place(bin: number): number {
  if ((bin | 0) === bin) return bin & (RING - 1)
  const rest = bin % RING
  return rest < 0 ? rest + RING : rest
}

/** Where a range that grows is counted anew: it grows often at first, and there may be thousands of columns. */
const REBINNED = new Uint32Array(RING)

/** The smallest of 1, 2, 5 times a power of ten that is at least `size`. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const factor = [1, 2, 5, 10].find((f) => f * power >= size * (1 - 1e-9)) ?? 10
  return factor * power
}

/**
 * A histogram of numbers whose range is not known beforehand, in one pass: fine bins whose width is a power of two
 * that doubles as the range grows. The counts do not depend on the order of values. Also keeps count, mean, standard
 * deviation (Welford), smallest and largest.
 */
export class AutoHistogram {
  count = 0
  min = Number.POSITIVE_INFINITY
  max = Number.NEGATIVE_INFINITY
  mean = 0
  #squares = 0
  #width = 0
  /** Made with the first value that differs from the others: most columns need none of most histograms. */
  #bins = new Uint32Array(0)

  /** Adds a finite number. */
  add(value: number): void {
    this.count++
    const delta = value - this.mean
    this.mean += delta / this.count
    this.#squares += delta * (value - this.mean)
    if (value < this.min || value > this.max) this.#stretch(value)
    if (this.#width > 0) this.#bins[place(Math.floor(value / this.#width))]++
  }

  #stretch(value: number): void {
    const only = this.min
    const [oldMin, oldMax] = [this.min, this.max]
    this.min = Math.min(this.min, value)
    this.max = Math.max(this.max, value)
    const range = Math.min(this.max - this.min, Number.MAX_VALUE)
    if (range === 0 || !Number.isFinite(only)) return
    const width = Math.max(2 ** Math.ceil(Math.log2(range / FINE_BINS)), Number.MIN_VALUE)
    if (width <= this.#width) return
    const bins = REBINNED.fill(0)
    // before there was a range there was only one value, and the one that makes the range is still to be counted
    if (this.#width === 0) bins[place(Math.floor(only / width))] = this.count - 1
    this.#forEachBin(oldMin, oldMax, (bin, count) => {
      bins[place(Math.floor(bin / (width / this.#width)))] += count
    })
    if (this.#bins.length === 0) this.#bins = new Uint32Array(RING)
    this.#bins.set(bins)
    this.#width = width
  }

  #forEachBin(min: number, max: number, visit: (bin: number, count: number) => void): void {
    if (this.#width === 0) return
    const [first, last] = [Math.floor(min / this.#width), Math.floor(max / this.#width)]
    let before = Number.NaN
    for (let i = 0; i < RING; i++) {
      const bin = first + i
      if (bin > last) return
      // bins beyond 2^53 are so far apart that adding 1 does not always move on
      if (bin === before) continue
      before = bin
      const count = this.#bins[place(bin)]
      if (count > 0) visit(bin, count)
    }
  }

  /** Sample standard deviation; 0 for fewer than two values. */
  get standardDeviation(): number {
    return this.count > 1 ? Math.sqrt(this.#squares / (this.count - 1)) : 0
  }

  /**
   * About `wanted` bars with round edges over the whole range, empty bars included. Whole numbers fall exactly into
   * their bars while the range is below 2,048; otherwise an edge may be off by 1/1024 of the range.
   *
   * @param like take this histogram's bars instead, to compare parts of one whole
   */
  bins(wanted = 24, like: AutoHistogram = this): HistogramBin[] {
    if (like.count === 0) return []
    const span = Math.min(like.max - like.min, Number.MAX_VALUE)
    // no decimal step fits between subnormal numbers
    if (span < 1e-300) return [{ from: like.min, to: like.max, count: this.count }]
    const step = niceStep(span / wanted)
    const first = Math.floor(like.min / step)
    const size = Math.max(1, Math.min(wanted + 2, Math.floor(like.max / step) - first + 1))
    const edge = (i: number) => Number(((first + i) * step).toPrecision(15))
    const bars = Array.from({ length: size }, (_, i) => ({ from: edge(i), to: edge(i + 1), count: 0 }))
    const count = (middle: number, values: number) => {
      bars[Math.max(0, Math.min(size - 1, Math.floor(middle / step) - first))].count += values
    }
    if (this.#width === 0) count(this.min, this.count)
    else this.#forEachBin(this.min, this.max, (bin, values) => count((bin + 0.5) * this.#width, values))
    return bars
  }
}
