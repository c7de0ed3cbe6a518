/** Counts of one bar: values in [from, to), the last bar's `to` included. */
export interface HistogramBin {
  from: number
  to: number
  count: number
}

/** Bars of a histogram, and per class how many of its values lie in each. */
export interface Bars {
  bins: HistogramBin[]
  byClass: number[][]
}

const FINE_BINS = 2048
/** Bins lie in a ring that is longer than those of one histogram ever span, so no two of them meet. */
const RING = 2 * FINE_BINS
/** Values are taken up in blocks, whose ends depend on nothing but how many there are. */
const BLOCK = 256

/** Where a bin lies in the ring. */
function place(bin: number): number {
  if ((bin | 0) === bin) return bin & (RING - 1)
  const rest = bin % RING
  return rest < 0 ? rest + RING : rest
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `size`. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const factor = [1, 2, 5, 10].find((f) => f * power >= size * (1 - 1e-9)) ?? 10
  return factor * power
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  if (Number.isFinite(sum)) return sum / values.length
  return values.reduce((mean, value) => mean + value / values.length, 0)
}

/**
 * A histogram of numbers whose range is not known beforehand, in one pass: fine bins whose width is a power of two
 * that doubles as the range grows. The counts do not depend on the order of values. Also keeps count, mean, standard
 * deviation (Welford, blocks joined as by Chan, Golub and LeVeque), smallest and largest.
 */
export class AutoHistogram {
  readonly #classes: number
  #count = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  #mean = 0
  #squares = 0
  #width = 0
  /** How many values of no class and of each class there were while all were equal. */
  readonly #equal: Uint32Array
  /** A ring for values of no class and one for each class; made with the first value that differs from the others. */
  #bins = new Uint32Array(0)
  #values = new Float64Array(0)
  #classOf = new Int16Array(0)
  #pending = 0

  /** @param classes the values may be told apart by */
  constructor(classes = 0) {
    this.#classes = classes
    this.#equal = new Uint32Array(classes + 1)
  }

  /**
   * Adds a finite number.
   *
   * @param of its class, -1 for none
   */
  add(value: number, of = -1): void {
    if (this.#pending === this.#values.length) this.#makeRoom()
    this.#values[this.#pending] = value
    this.#classOf[this.#pending++] = of
  }

  #makeRoom(): void {
    if (this.#pending > 0) this.#flush()
    else {
      this.#values = new Float64Array(BLOCK)
      this.#classOf = new Int16Array(BLOCK)
    }
  }

  #flush(): void {
    if (this.#pending === 0) return
    const values = this.#values.subarray(0, this.#pending)
    this.#pending = 0
    this.#describe(values)
    const width = this.#width
    const [bins, equal, classOf] = [this.#bins, this.#equal, this.#classOf]
    for (let i = 0; i < values.length; i++) {
      const ring = classOf[i] + 1
      if (width > 0) bins[ring * RING + place(Math.floor(values[i] / width))]++
      else equal[ring]++
    }
  }

  #describe(values: Float64Array): void {
    const mean = meanOf(values)
    let [low, high, squares] = [this.#min, this.#max, 0]
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (value < low) low = value
      if (value > high) high = value
      squares += (value - mean) * (value - mean)
    }
    const before = this.#count
    this.#count += values.length
    const delta = mean - this.#mean
    this.#mean += delta * (values.length / this.#count)
    this.#squares += squares + delta * delta * before * (values.length / this.#count)
    if (low < this.#min || high > this.#max) this.#stretch(low, high)
  }

  #stretch(low: number, high: number): void {
    const [oldMin, oldMax] = [this.#min, this.#max]
    this.#min = low
    this.#max = high
    const range = Math.min(high - low, Number.MAX_VALUE)
    if (range === 0) return
    const width = Math.max(2 ** Math.ceil(Math.log2(range / FINE_BINS)), Number.MIN_VALUE)
    if (width <= this.#width) return
    const bins = new Uint32Array((this.#classes + 1) * RING)
    for (let ring = 0; ring <= this.#classes; ring++) {
      const inRing = (bin: number) => ring * RING + place(bin)
      if (this.#width === 0 && this.#equal[ring] > 0)
        bins[inRing(Math.floor(oldMin / width))] = this.#equal[ring]
      this.#forEachBin(ring, oldMin, oldMax, (bin, count) => {
        bins[inRing(Math.floor(bin / (width / this.#width)))] += count
      })
    }
    this.#bins = bins
    this.#width = width
  }

  #forEachBin(ring: number, min: number, max: number, visit: (bin: number, count: number) => void): void {
    if (this.#width === 0) return
    const [first, last] = [Math.floor(min / this.#width), Math.floor(max / this.#width)]
    let before = Number.NaN
    for (let i = 0; i < RING; i++) {
      const bin = first + i
      if (bin > last) return
      // bins beyond 2^53 are so far apart that adding 1 does not always move on
      if (bin === before) continue
      before = bin
      const count = this.#bins[ring * RING + place(bin)]
      if (count > 0) visit(bin, count)
    }
  }

  get count(): number {
    this.#flush()
    return this.#count
  }

  /** Infinite for no values, as is {@link max}. */
  get min(): number {
    this.#flush()
    return this.#min
  }

  get max(): number {
    this.#flush()
    return this.#max
  }

  get mean(): number {
    this.#flush()
    return this.#mean
  }

  /** Sample standard deviation; 0 for fewer than two values. */
  get standardDeviation(): number {
    this.#flush()
    return this.#count > 1 ? Math.sqrt(this.#squares / (this.#count - 1)) : 0
  }

  /**
   * About `wanted` bars with round edges over the whole range, empty bars included. Whole numbers fall exactly into
   * their bars while the range is below 2,048; otherwise an edge may be off by 1/1024 of the range.
   */
  bars(wanted = 24): Bars {
    this.#flush()
    const { edges, barOf } = this.#scale(wanted)
    const rings = Array.from(this.#equal, (_, ring) => {
      const counts = new Array<number>(edges.length - 1).fill(0)
      if (this.#width === 0 && this.#count > 0) counts[0] = this.#equal[ring]
      this.#forEachBin(ring, this.#min, this.#max, (bin, values) => {
        counts[barOf((bin + 0.5) * this.#width)] += values
      })
      return counts
    })
    const bins = edges.slice(1).map((to, i) => {
      return { from: edges[i], to, count: rings.reduce((sum, counts) => sum + counts[i], 0) }
    })
    return { bins, byClass: rings.slice(1) }
  }

  /** The edges of bars, and which bar a value lies in. */
  #scale(wanted: number): { edges: number[]; barOf: (value: number) => number } {
    if (this.#count === 0) return { edges: [Number.NaN], barOf: () => 0 }
    const span = Math.min(this.#max - this.#min, Number.MAX_VALUE)
    // no decimal step fits between subnormal numbers
    if (span < 1e-300) return { edges: [this.#min, this.#max], barOf: () => 0 }
    const step = niceStep(span / wanted)
    const first = Math.floor(this.#min / step)
    const size = Math.max(1, Math.min(wanted + 2, Math.floor(this.#max / step) - first + 1))
    return {
      edges: Array.from({ length: size + 1 }, (_, i) => Number(((first + i) * step).toPrecision(15))),
      barOf: (value) => Math.max(0, Math.min(size - 1, Math.floor(value / step) - first)),
    }
  }
}
