const MOST_BITS = 12
/** 2^-rank for every rank there is. */
const SHARES = Float64Array.from({ length: 34 }, (_, rank) => 2 ** -rank)

/**
 * Estimates how many different values passed from their 64-bit hashes: HyperLogLog (Flajolet et al. 2007) with linear
 * counting for few values. Standard error 1.6 % in 4 kB, 6.5 % in 256 bytes; the order of values does not matter.
 */
export class DistinctEstimate {
  readonly #registers: Uint8Array
  readonly #shift: number

  /** @param bits of the hash that choose a register, 6 to 12 */
  constructor(bits = MOST_BITS) {
    this.#registers = new Uint8Array(1 << bits)
    this.#shift = 32 - bits
  }

  /** Adds a value by the words of its hash. */
  add(high: number, low: number): void {
    const register = high >>> this.#shift
    const rank = low === 0 ? 33 : Math.clz32(low) + 1
    if (rank > this.#registers[register]) this.#registers[register] = rank
  }

  /** What it knows: the same for the same values, whatever their order. */
  get registers(): Uint8Array {
    return this.#registers
  }

  /** Adds the values of an estimate with as many registers. */
  addAll(registers: Uint8Array): void {
    for (let i = 0; i < this.#registers.length; i++)
      if (registers[i] > this.#registers[i]) this.#registers[i] = registers[i]
  }

  /** The estimate, a whole number >= 0. */
  count(): number {
    const { length } = this.#registers
    let sum = 0
    let empty = 0
    for (let i = 0; i < length; i++) {
      const rank = this.#registers[i]
      sum += SHARES[rank]
      if (rank === 0) empty++
    }
    // the correction for few registers, from the paper
    const alpha = length >= 128 ? 0.7213 / (1 + 1.079 / length) : 0.709
    const raw = (alpha * length * length) / sum
    if (raw <= 2.5 * length && empty > 0) return Math.round(length * Math.log(length / empty))
    return Math.round(raw)
  }
}
