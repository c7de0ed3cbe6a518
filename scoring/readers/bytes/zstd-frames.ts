/** Where the frames of a zstd file end. Format: RFC 8878. */

const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50

/** Frames one after the other, found by their block headers without decompressing anything. */
export class ZstdFrames {
  /** Whether the present frame holds no data, only somebody's notes. */
  isSkippable = false
  readonly #input: AsyncIterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #parts: Uint8Array[] = []

  constructor(input: AsyncIterator<Uint8Array>) {
    this.#input = input
  }

  /**
   * Goes to the next frame; false at the end of the file. The frame before must have been taken to its end.
   *
   * @throws RangeError where no frame begins
   */
  async next(): Promise<boolean> {
    if (this.#chunk.length === 0 && !(await this.#more())) return false
    const magic = number(await this.#take(4))
    this.isSkippable = (magic & 0xfffffff0) >>> 0 === SKIPPABLE
    if (magic !== MAGIC && !this.isSkippable) throw new RangeError('no zstd frame begins here')
    return true
  }

  /** The bytes of the present frame, its beginning included. */
  async *present(): AsyncGenerator<Uint8Array> {
    if (this.isSkippable) {
      const size = number(await this.#take(4))
      yield* this.#flush()
      yield* this.#pass(size)
      return
    }
    const [descriptor] = await this.#take(1)
    const isSingle = (descriptor & 0x20) !== 0
    const contentSize = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]
    await this.#take((isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3] + contentSize)
    for (;;) {
      const header = number(await this.#take(3))
      yield* this.#flush()
      const type = (header >> 1) & 3
      // a block of one repeated byte holds that byte only
      yield* this.#pass(type === 1 ? 1 : header >> 3)
      if ((header & 1) === 1) break
    }
    if ((descriptor & 4) !== 0) await this.#take(4)
    yield* this.#flush()
  }

  async #more(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const next = await this.#input.next()
      if (next.done) return false
      this.#chunk = next.value
    }
    return true
  }

  /** The next bytes, which are also kept for `present`. */
  async #take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count)
    for (let filled = 0; filled < count; ) {
      if (!(await this.#more())) throw new RangeError('the frame is cut off')
      const part = this.#chunk.subarray(0, count - filled)
      taken.set(part, filled)
      filled += part.length
      this.#chunk = this.#chunk.subarray(part.length)
    }
    this.#parts.push(taken)
    return taken
  }

  *#flush(): Generator<Uint8Array> {
    const parts = this.#parts
    this.#parts = []
    for (const part of parts) if (part.length > 0) yield part
  }

  async *#pass(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (!(await this.#more())) throw new RangeError('the frame is cut off')
      const part = this.#chunk.subarray(0, left)
      left -= part.length
      this.#chunk = this.#chunk.subarray(part.length)
      yield part
    }
  }
}

/** Up to four bytes, the lowest first. */
function number(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0)
}
