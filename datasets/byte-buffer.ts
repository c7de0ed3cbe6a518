/** A growing run of bytes, the one way tables are assembled before they go to a file or a hash. */
export class ByteBuffer {
  bytes: Uint8Array
  length = 0
  #view: DataView

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.bytes.buffer)
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
    this.#view = new DataView(grown.buffer)
  }

  /** Appends `source[start..end)`. */
  append(source: Uint8Array, start = 0, end = source.length): void {
    const size = end - start
    this.reserve(size)
    // a call costs more than copying a short cell by hand
    if (size < 24) for (let i = 0; i < size; i++) this.bytes[this.length + i] = source[start + i]
    else this.bytes.set(source.subarray(start, end), this.length)
    this.length += size
  }

  appendByte(byte: number): void {
    this.reserve(1)
    this.bytes[this.length++] = byte
  }

  /** Appends text that is known to be ASCII. */
  appendAscii(text: string): void {
    this.reserve(text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i)
  }

  /** Little-endian, as Parquet and zip want it. */
  appendUint16(value: number): void {
    this.reserve(2)
    this.#view.setUint16(this.length, value, true)
    this.length += 2
  }

  appendUint32(value: number): void {
    this.reserve(4)
    this.#view.setUint32(this.length, value, true)
    this.length += 4
  }

  /** Writes over what has been appended. */
  setUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  appendInt32(value: number): void {
    this.appendUint32(value >>> 0)
  }

  appendInt64(value: bigint): void {
    this.reserve(8)
    this.#view.setBigInt64(this.length, value, true)
    this.length += 8
  }

  appendFloat64(value: number): void {
    this.reserve(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** What has been appended, as a view that the next append may overwrite. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }
}
