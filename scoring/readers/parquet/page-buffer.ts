/** Memory for pages, taken once and used again for the next page. */
import { PageError } from './page-error.ts'

/** Bytes held for the pages and dictionaries of all columns of a file. */
export class LiveBytes {
  readonly #most: number
  #bytes = 0

  /** @param most the limit `livePageBytes` */
  constructor(most: number) {
    this.#most = most
  }

  /** Notes that `more` bytes are held; PageError where that is too much. */
  hold(more: number): void {
    this.#bytes += more
    if (this.#bytes > this.#most)
      throw new PageError('the pages of all columns do not fit into memory; smaller row groups would help')
  }

  release(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** One stretch of memory that grows to the largest page it has held. */
export class PageBuffer {
  readonly #live: LiveBytes
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)

  constructor(live: LiveBytes) {
    this.#live = live
  }

  /** `size` bytes for a page; what the buffer held before is lost. */
  take(size: number): Uint8Array {
    if (this.#bytes.length < size) {
      // pages of a column differ a little in size
      const capacity = size + (size >>> 4)
      this.#live.hold(capacity - this.#bytes.length)
      this.#bytes = new Uint8Array(capacity)
    }
    return this.#bytes.subarray(0, size)
  }
}
