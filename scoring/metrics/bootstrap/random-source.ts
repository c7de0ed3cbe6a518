/**
 * Reproducible random numbers for resampling: xoshiro128** (Blackman and Vigna, ACM TOMS 47, 2021), seeded by
 * splitmix32. Not for secrets.
 */
export class RandomSource {
  #a: number
  #b: number
  #c: number
  #d: number

  /** @param seed any whole number from 0 to 2^32 - 1; equal seeds give equal sequences */
  constructor(seed: number) {
    let state = seed >>> 0
    const next = () => {
      state = (state + 0x9e3779b9) >>> 0
      let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      return (z ^ (z >>> 16)) >>> 0
    }
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1 // never all zero
  }

  /** Fills `words` with random bits; the same sequence as that of `uniform`, and quicker before it is compiled. */
  fill(words: Int32Array): void {
    // signed numbers of 32 bits in local variables: nothing is allocated for them
    let [a, b, c, d] = [this.#a | 0, this.#b | 0, this.#c | 0, this.#d | 0]
    for (let i = 0; i < words.length; i++) {
      const product = Math.imul(b, 5)
      words[i] = Math.imul((product << 7) | (product >>> 25), 9)
      const shifted = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = (d << 11) | (d >>> 21)
    }
    this.#a = a
    this.#b = b
    this.#c = c
    this.#d = d
  }

  /** Uniform in (0, 1), never 0 or 1. */
  uniform(): number {
    const product = Math.imul(this.#b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return (result + 0.5) / 2 ** 32
  }
}
