const PAGE = 65_536

/** Arrays of values of one size. */
type Values = ArrayBufferView & { readonly BYTES_PER_ELEMENT: number }

/** Memory that machine code works in, given out from the lower end to the upper. */
export class MachineMemory {
  readonly memory: WebAssembly.Memory
  /** All of it; another array when it has grown. */
  bytes: Uint8Array<ArrayBuffer>
  readonly #slack: number
  #top = 0

  /** @param slack bytes behind every part that code may read and write */
  constructor(slack: number) {
    this.memory = new WebAssembly.Memory({ initial: 16 })
    this.bytes = new Uint8Array(this.memory.buffer as ArrayBuffer)
    this.#slack = slack
  }

  /** Where the next part will begin. What lies beyond an address is given back by setting it. */
  get top(): number {
    return this.#top
  }

  set top(address: number) {
    this.#top = address
  }

  /** A part of the memory that holds whatever it holds. 16-byte aligned. */
  take(size: number): number {
    const start = this.#top
    this.#top += (size + this.#slack + 15) & ~15
    const missing = this.#top - this.bytes.length
    if (missing > 0) {
      this.memory.grow(Math.ceil(Math.max(missing, this.bytes.length / 2) / PAGE))
      this.bytes = new Uint8Array(this.memory.buffer as ArrayBuffer)
    }
    return start
  }

  /** Copies the first values of an array in. */
  put({ buffer, byteOffset, BYTES_PER_ELEMENT }: Values, count: number): number {
    const size = count * BYTES_PER_ELEMENT
    const start = this.take(size)
    this.bytes.set(new Uint8Array(buffer, byteOffset, size), start)
    return start
  }
}
