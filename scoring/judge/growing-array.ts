/** Memory that was never written to costs nothing, copies do: so arrays grow by much. */
const GROWTH = 4
/** From so many values on there is room for as many as most large files have, so that those are copied no more. */
const MANY = 64 * 1024
const ROOM = 4 * 1024 * 1024

/** A typed array that grows as rows come in: tables do not say beforehand how many they hold. */
export class GrowingArray<T extends Uint8Array | Uint32Array | Float64Array> {
  #values: T
  #length = 0
  #make: (length: number) => T

  /** @param make the array's constructor, for example `(length) => new Uint32Array(length)` */
  constructor(make: (length: number) => T) {
    this.#make = make
    this.#values = make(1024)
  }

  /** Appends the first `count` values of `values`. */
  append(values: T, count: number): void {
    const needed = this.#length + count
    if (needed > this.#values.length) {
      const grown = this.#make(Math.max(needed, this.#values.length * GROWTH, needed > MANY ? ROOM : 0))
      grown.set(this.#values.subarray(0, this.#length))
      this.#values = grown
    }
    this.#values.set(values.subarray(0, count), this.#length)
    this.#length = needed
  }

  /** Everything appended so far, as a view. */
  get values(): T {
    return this.#values.subarray(0, this.#length) as T
  }
}

/** A growing array of unsigned 32-bit numbers: codes and ordinals. */
export function growingCodes(): GrowingArray<Uint32Array> {
  return new GrowingArray((length) => new Uint32Array(length))
}

/** A growing array of doubles. */
export function growingNumbers(): GrowingArray<Float64Array> {
  return new GrowingArray((length) => new Float64Array(length))
}

/** A growing array of zeros and ones. */
export function growingFlags(): GrowingArray<Uint8Array> {
  return new GrowingArray((length) => new Uint8Array(length))
}
