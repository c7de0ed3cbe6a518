import type { Hash64 } from './hash64.ts'

const BITS = 12
const REGISTERS = 1 << BITS

/**
 * Estimates how many different values passed, in 4 kB, from their 64-bit hashes: HyperLogLog (Flajolet et al. 2007)
 * with linear counting for few values. Standard error 1.6 %; the order of values does not matter.
 */
export class DistinctEstimate {
  readonly #registers = new Uint8Array(REGISTERS)

  add({ high, low }: Hash64): void {
    const register = high >>> (32 - BITS)
    const rank = low === 0 ? 33 : Math.clz32(low) + 1
    if (rank > this.#registers[register]) this.#registers[register] = rank
  }

  /** The estimate, a whole number >= 0. */
  count(): number {
    let sum = 0
    let empty = 0
    for (const rank of this.#registers) {
      sum += 2 ** -rank
      if (rank === 0) empty++
    }
    const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum
    if (raw <= 2.5 * REGISTERS && empty > 0) return Math.round(REGISTERS * Math.log(REGISTERS / empty))
    return Math.round(raw)
  }
}
