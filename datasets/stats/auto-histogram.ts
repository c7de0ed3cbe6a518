/** Counts of one bar: values in [from, to), the last bar's `to` included. */
export interface HistogramBin {
  from: number
  to: number
  count: number
}

const FINE_BINS = 2048

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
  #bins = new Map<number, number>()

  /** Adds a finite number. */
  add(value: number): void {
    this.count++
    const delta = value - this.mean
    this.mean += delta / this.count
    this.#squares += delta * (value - this.mean)
    if (value < this.min || value > this.max) this.#stretch(value)
    const bin = this.#width === 0 ? 0 : Math.floor(value / this.#width)
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1)
  }

  #stretch(value: number): void {
    const only = this.min
    this.min = Math.min(this.min, value)
    this.max = Math.max(this.max, value)
    const range = Math.min(this.max - this.min, Number.MAX_VALUE)
    if (range === 0 || !Number.isFinite(only)) return
    const width = Math.max(2 ** Math.ceil(Math.log2(range / FINE_BINS)), Number.MIN_VALUE)
    if (width <= this.#width) return
    const old = this.#bins
    this.#bins = new Map()
    for (const [bin, count] of old) {
      // before there was a range, bin 0 stood for the only value there was
      const moved = this.#width === 0 ? Math.floor(only / width) : Math.floor(bin / (width / this.#width))
      this.#bins.set(moved, (this.#bins.get(moved) ?? 0) + count)
    }
    this.#width = width
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
    for (const [bin, count] of this.#bins) {
      const middle = this.#width === 0 ? this.min : (bin + 0.5) * this.#width
      const at = Math.floor(middle / step) - first
      bars[Math.max(0, Math.min(size - 1, at))].count += count
    }
    return bars
  }
}
