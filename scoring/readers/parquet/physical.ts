/** Values of a Parquet column before they are given a meaning. */
import { PHYSICAL } from './column-type.ts'

/** Rows decoded at a time. */
export const STEP = 4096

/**
 * A stretch of at most `STEP` (for dictionaries: any number of) values. Which part is used depends on the physical type.
 */
export interface Physical {
  /** Booleans (0 or 1) and 32-bit integers: one word; 64-bit integers: low word, high word. */
  words: Int32Array
  /** Floats and doubles. */
  doubles: Float64Array
  /** Byte arrays, fixed-length ones and 96-bit stamps: ranges of `bytes`. */
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
}

export function makePhysical(type: number, capacity: number): Physical {
  const isInteger = type === PHYSICAL.boolean || type === PHYSICAL.int32 || type === PHYSICAL.int64
  const isFloat = type === PHYSICAL.float || type === PHYSICAL.double
  const isRange = !isInteger && !isFloat
  return {
    words: new Int32Array(isInteger ? capacity * (type === PHYSICAL.int64 ? 2 : 1) : 0),
    doubles: new Float64Array(isFloat ? capacity : 0),
    bytes: new Uint8Array(0),
    starts: new Uint32Array(isRange ? capacity : 0),
    ends: new Uint32Array(isRange ? capacity : 0),
  }
}

/** Room for `STEP` values between their page and their column; all columns of a file use the same. */
export class Scratch {
  /** Definition levels, then indexes into the dictionary. */
  readonly levels = new Uint32Array(STEP)
  #byType = new Map<number, Physical>()

  /** For values of a physical type; what it held before is lost. */
  physical(type: number): Physical {
    let physical = this.#byType.get(type)
    if (!physical) {
      physical = makePhysical(type, STEP)
      this.#byType.set(type, physical)
    }
    return physical
  }
}

/** Decodes the values of one page, a few at a time. */
export interface ValueReader {
  /** Writes the next `count` values to the front of `out`; PageError where there are not so many. */
  read(out: Physical, count: number): void
  /** Of floats that lie in the page as they are: the next `count` as doubles, to `out` from `at` on. */
  readDoubles?(out: Float64Array, at: number, count: number): void
  /** Whether as many values were read as the page holds. */
  isAtEnd(): boolean
}
