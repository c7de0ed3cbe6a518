/** Thrift's compact protocol, as far as Parquet uses it. Nothing that a file declares is believed before it is there. */

/** A struct: values by field id. */
export type ThriftStruct = Map<number, ThriftValue>
export type ThriftValue =
  | number
  | bigint
  | boolean
  | Uint8Array
  | ThriftStruct
  | typeof OTHER_INTEGER
  | ThriftValue[]

/** Stands for an integer of 16 bits, which no field has that is read here. */
const OTHER_INTEGER = Symbol('an integer of 16 bits')

/** Thrown where the bytes are no Thrift, or ask for too much; the caller says what that means for the file. */
export class ThriftError extends Error {}

const MOST_VALUES = 8_000_000
const MOST_LEVELS = 16

export class ThriftReader {
  /** Position of the next byte. */
  at: number
  #bytes: Uint8Array
  #values = 0

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.at = at
  }

  struct(level = 0): ThriftStruct {
    if (level > MOST_LEVELS) throw new ThriftError('structs are nested too deeply')
    const fields: ThriftStruct = new Map()
    let id = 0
    for (;;) {
      const head = this.#byte()
      if (head === 0) return fields
      const step = head >> 4
      id = step === 0 ? this.#zigzag() : id + step
      fields.set(id, this.#value(head & 15, level))
    }
  }

  #value(type: number, level: number): ThriftValue {
    if (++this.#values > MOST_VALUES) throw new ThriftError('too many values')
    switch (type) {
      case 1:
        return true
      case 2:
        return false
      case 3:
        return (this.#byte() << 24) >> 24
      case 4:
        this.#zigzag()
        return OTHER_INTEGER
      case 5:
        return this.#zigzag()
      case 6:
        return BigInt(this.#zigzag())
      case 7:
        return this.#double()
      case 8:
        return this.#binary()
      case 9:
      case 10:
        return this.#list(level)
      case 12:
        return this.struct(level + 1)
      default:
        throw new ThriftError(`unknown type ${type}`)
    }
  }

  #list(level: number): ThriftValue[] {
    if (level > MOST_LEVELS) throw new ThriftError('lists are nested too deeply')
    const head = this.#byte()
    const count = head >> 4 === 15 ? this.#varint() : head >> 4
    if (count > this.#bytes.length - this.at) throw new ThriftError('a list is longer than the bytes')
    const type = head & 15
    const values: ThriftValue[] = []
    // in a list a boolean is a byte of its own
    for (let i = 0; i < count; i++) {
      values.push(type === 1 || type === 2 ? this.#byte() === 1 : this.#value(type, level + 1))
    }
    return values
  }

  #byte(): number {
    if (this.at >= this.#bytes.length) throw new ThriftError('the bytes end early')
    return this.#bytes[this.at++]
  }

  /** Exact up to 2^53; beyond, the nearest double, which no size or count of ours can be. */
  #varint(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
    throw new ThriftError('a number has too many bytes')
  }

  #zigzag(): number {
    const value = this.#varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  #double(): number {
    const from = this.at
    this.#skip(8)
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + from, 8).getFloat64(0, true)
  }

  #binary(): Uint8Array {
    const length = this.#varint()
    const from = this.at
    this.#skip(length)
    return this.#bytes.subarray(from, from + length)
  }

  #skip(length: number): void {
    if (length > this.#bytes.length - this.at) throw new ThriftError('the bytes end early')
    this.at += length
  }
}

/**
 * An integer field of 8 or 32 bits; `fallback` where it is absent, ThriftError where it is neither. An integer of another
 * width is damage: other readers would take no notice of the field.
 */
export function integerField(struct: ThriftStruct, id: number, fallback?: number): number {
  const value = struct.get(id) ?? fallback
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new ThriftError(`field ${id} is no integer`)
  return value
}

/** A count or size: an integer of 32 bits, at least 0. */
export function sizeField(struct: ThriftStruct, id: number, fallback?: number): number {
  const value = integerField(struct, id, fallback)
  if (value < 0) throw new ThriftError(`field ${id} is negative`)
  return value
}

/** A count, size or offset: an integer of 64 bits, at least 0 and at most 2^53. */
export function longSizeField(struct: ThriftStruct, id: number, fallback?: bigint): number {
  const value = struct.get(id) ?? fallback
  if (typeof value !== 'bigint' || value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ThriftError(`field ${id} is no size`)
  return Number(value)
}

export function structField(struct: ThriftStruct, id: number): ThriftStruct | undefined {
  const value = struct.get(id)
  if (value !== undefined && !(value instanceof Map)) throw new ThriftError(`field ${id} is no struct`)
  return value
}

export function structsField(struct: ThriftStruct, id: number): ThriftStruct[] {
  const value = struct.get(id)
  if (!Array.isArray(value)) throw new ThriftError(`field ${id} is no list`)
  return value.map((item) => {
    if (!(item instanceof Map)) throw new ThriftError(`field ${id} is no list of structs`)
    return item
  })
}

export function textField(struct: ThriftStruct, id: number): string {
  const value = struct.get(id)
  if (!(value instanceof Uint8Array)) throw new ThriftError(`field ${id} is no text`)
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)
}
