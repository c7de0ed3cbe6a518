/** Bytes of texts that are written one after the other, reused from batch to batch. */
export class TextWriter {
  bytes = new Uint8Array(1024)
  length = 0

  clear(): void {
    this.length = 0
  }

  /** Adds a text of ASCII characters. */
  ascii(text: string): void {
    this.#reserve(text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i)
  }

  /** Adds bytes as they are. */
  bytesOf(from: Uint8Array, start: number, length: number): void {
    this.#reserve(length)
    this.bytes.set(from.subarray(start, start + length), this.length)
    this.length += length
  }

  /** Adds a whole number between -(2^53) and 2^53 in decimal digits. */
  integer(value: number): void {
    this.#reserve(20)
    let rest = value
    if (rest < 0) {
      this.bytes[this.length++] = 0x2d
      rest = -rest
    }
    const from = this.length
    let digits = 1
    for (let bound = 10; rest >= bound; bound *= 10) digits++
    for (let at = from + digits - 1; at >= from; at--) {
      const next = Math.floor(rest / 10)
      this.bytes[at] = 0x30 + (rest - next * 10)
      rest = next
    }
    this.length = from + digits
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array((this.length + more) * 2)
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}
