/** Reads FlatBuffers, the encoding of Arrow's metadata. Format: flatbuffers.dev, "Internals". */

/** Entries of one list; far more than any honest schema has. */
const MOST_ENTRIES = 10_000_000

/**
 * A table of a FlatBuffer, whose fields are found by number. Nothing is taken on trust: whatever points outside the
 * buffer throws RangeError, as DataView does.
 */
export class FlatTable {
  readonly #view: DataView
  readonly #at: number
  readonly #fieldsAt: number
  readonly #fieldCount: number

  private constructor(view: DataView, at: number) {
    this.#view = view
    this.#at = at
    this.#fieldsAt = at - view.getInt32(at, true)
    this.#fieldCount = (view.getUint16(this.#fieldsAt, true) - 4) >> 1
  }

  /** The root table of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new FlatTable(view, view.getUint32(0, true))
  }

  /** Where field `id` stands, or 0 where it is absent. */
  #field(id: number): number {
    if (id >= this.#fieldCount) return 0
    const offset = this.#view.getUint16(this.#fieldsAt + 4 + 2 * id, true)
    return offset === 0 ? 0 : this.#at + offset
  }

  #target(id: number): number {
    const at = this.#field(id)
    return at === 0 ? 0 : at + this.#view.getUint32(at, true)
  }

  byte(id: number, absent = 0): number {
    const at = this.#field(id)
    return at === 0 ? absent : this.#view.getUint8(at)
  }

  short(id: number, absent = 0): number {
    const at = this.#field(id)
    return at === 0 ? absent : this.#view.getInt16(at, true)
  }

  int(id: number, absent = 0): number {
    const at = this.#field(id)
    return at === 0 ? absent : this.#view.getInt32(at, true)
  }

  /** A whole number of 64 bits that counts or addresses something: beyond 2^53 it throws RangeError. */
  long(id: number, absent = 0): number {
    const at = this.#field(id)
    return at === 0 ? absent : longAt(this.#view, at)
  }

  text(id: number): string {
    const at = this.#target(id)
    if (at === 0) return ''
    const length = this.#view.getUint32(at, true)
    this.#require(at + 4, length)
    const { buffer, byteOffset } = this.#view
    const bytes = new Uint8Array(buffer, byteOffset + at + 4, length)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  }

  table(id: number): FlatTable | undefined {
    const at = this.#target(id)
    return at === 0 ? undefined : new FlatTable(this.#view, at)
  }

  tables(id: number): FlatTable[] {
    return this.#entries(id, 4, (at) => new FlatTable(this.#view, at + this.#view.getUint32(at, true)))
  }

  /** The whole numbers of 64 bits at these offsets of each struct in a list; one list of numbers per struct. */
  structs(id: number, sizeBytes: number, offsets: readonly number[]): number[][] {
    return this.#entries(id, sizeBytes, (at) => offsets.map((offset) => longAt(this.#view, at + offset)))
  }

  #entries<T>(id: number, sizeBytes: number, read: (at: number) => T): T[] {
    const at = this.#target(id)
    if (at === 0) return []
    const count = this.#view.getUint32(at, true)
    if (count > MOST_ENTRIES) throw new RangeError(`a list of ${count} entries`)
    this.#require(at + 4, count * sizeBytes)
    return Array.from({ length: count }, (_, i) => read(at + 4 + i * sizeBytes))
  }

  #require(at: number, length: number): void {
    if (at + length > this.#view.byteLength) throw new RangeError('a part of the metadata lies outside it')
  }
}

function longAt(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true))
  if (!Number.isSafeInteger(value)) throw new RangeError(`a number of ${value}`)
  return value
}
