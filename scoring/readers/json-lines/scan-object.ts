/** One flat JSON object out of bytes (RFC 8259), without making values of it. */
import { quoted } from '../reject.ts'
import { unescapeString } from './unescape-string.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN = 0x7b
const CLOSE = 0x7d

/** What a field's value is, as bits, so that a column can remember all it met. */
export const KIND = { null: 1, boolean: 2, number: 4, string: 8 } as const

/** Why a line is not a row of a table. */
export class JsonError extends Error {
  readonly code: string
  /** The field it is about. */
  readonly column: string | undefined

  constructor(code: string, message: string, column?: string) {
    super(message)
    this.code = code
    this.column = column
  }
}

/** The fields of the object last scanned, in its order; reused by the next. */
export class ObjectScanner {
  count = 0
  keyStarts = new Uint32Array(64)
  keyEnds = new Uint32Array(64)
  kinds = new Uint8Array(64)
  /** Texts: their content; other values: their literal. */
  starts = new Uint32Array(64)
  ends = new Uint32Array(64)
  #bytes: Uint8Array = new Uint8Array(0)
  #from = 0
  #end = 0

  /** What the positions are positions in. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /**
   * Takes the object in `bytes[from..end)`, which must be valid UTF-8. Escapes in texts are resolved in place.
   *
   * @throws JsonError where it is no object of texts, numbers, truth values and nulls
   */
  scan(bytes: Uint8Array, from: number, end: number): void {
    this.#bytes = bytes
    this.#from = from
    this.#end = end
    this.count = 0
    let at = this.#blank(from)
    if (bytes[at] !== OPEN || at >= end) throw this.#notObject(at)
    at = this.#blank(at + 1)
    if (bytes[at] === CLOSE && at < end) at++
    else at = this.#fields(at)
    at = this.#blank(at)
    if (at < end) throw this.#unexpected(at, 'the end of the line after the object')
  }

  #fields(from: number): number {
    const bytes = this.#bytes
    for (let at = from; ; ) {
      const field = this.count
      if (field === this.kinds.length) this.#grow()
      if (bytes[at] !== QUOTE || at >= this.#end) throw this.#unexpected(at, 'a field name in double quotes')
      at = this.#string(at, this.keyStarts, this.keyEnds)
      at = this.#blank(at)
      if (bytes[at] !== COLON || at >= this.#end) throw this.#unexpected(at, 'a colon')
      at = this.#blank(this.#value(this.#blank(at + 1)))
      this.count++
      if (at < this.#end && bytes[at] === CLOSE) return at + 1
      if (at >= this.#end || bytes[at] !== COMMA) throw this.#unexpected(at, 'a comma or }')
      at = this.#blank(at + 1)
    }
  }

  /** The name of a field, for messages and for columns. */
  keyOf(field: number): string {
    return text(this.#bytes, this.keyStarts[field], this.keyEnds[field])
  }

  #blank(from: number): number {
    let at = from
    while (at < this.#end) {
      const byte = this.#bytes[at]
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break
      at++
    }
    return at
  }

  #value(at: number): number {
    const field = this.count
    const byte = at < this.#end ? this.#bytes[at] : 0
    if (byte === QUOTE) {
      this.kinds[field] = KIND.string
      return this.#string(at, this.starts, this.ends)
    }
    if (byte === OPEN || byte === 0x5b) throw this.#nested(byte === OPEN ? 'an object' : 'a list')
    const end = this.#literalEnd(at)
    this.starts[field] = at
    this.ends[field] = end
    this.kinds[field] = this.#literalKind(at, end)
    return end
  }

  #literalKind(at: number, end: number): number {
    const first = this.#bytes[at]
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
      if (isNumber(this.#bytes, at, end)) return KIND.number
    } else {
      const word = end - at <= 5 ? text(this.#bytes, at, end) : ''
      if (word === 'null') return KIND.null
      if (word === 'true' || word === 'false') return KIND.boolean
    }
    if (end === at) throw this.#unexpected(at, 'a value')
    const found = quoted(text(this.#bytes, at, end))
    const allowed = 'Write a text in double quotes, a number such as -1.5e3, true, false or null.'
    throw new JsonError('bad_json', `${found} is no JSON value. ${allowed}`, this.keyOf(this.count))
  }

  #literalEnd(from: number): number {
    let at = from
    while (at < this.#end) {
      const byte = this.#bytes[at]
      if (byte === COMMA || byte === CLOSE || byte === 0x5d || byte <= 0x20 || byte === QUOTE) break
      at++
    }
    return at
  }

  /** Takes the string whose quote opens at `at`; returns what follows its closing quote. */
  #string(at: number, starts: Uint32Array, ends: Uint32Array): number {
    const bytes = this.#bytes
    let isEscaped = false
    let to = at + 1
    for (; to < this.#end; to++) {
      const byte = bytes[to]
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        isEscaped = true
        to++
      } else if (byte < 0x20) throw this.#unexpected(to, 'an escape such as \\n or \\t for it')
    }
    if (to >= this.#end) throw new JsonError('bad_json', 'A text is not closed on its line.', this.#column())
    starts[this.count] = at + 1
    ends[this.count] = isEscaped ? unescapeString(bytes, at + 1, to) : to
    if (ends[this.count] === 0) {
      const message = 'A text has an escape that is not allowed, or half of a surrogate pair.'
      throw new JsonError('bad_json', message, this.#column())
    }
    return to + 1
  }

  #column(): string | undefined {
    return this.count > 0 ? this.keyOf(this.count - 1) : undefined
  }

  #notObject(at: number): JsonError {
    if (this.#bytes[at] !== 0x5b) return this.#unexpected(at, 'an object, {"field": value, …}')
    return new JsonError(
      'not_an_object',
      'The line is a list. Write one object per line: {"field": value, …}.',
    )
  }

  #nested(what: string): JsonError {
    const advice = 'Cells hold one value: write its parts as fields of their own, or as one text.'
    return new JsonError('nested_value', `The field holds ${what}. ${advice}`, this.keyOf(this.count))
  }

  #unexpected(at: number, expected: string): JsonError {
    const character = `character ${text(this.#bytes, this.#from, at).length + 1}`
    const found =
      at < this.#end ? quoted(text(this.#bytes, at, Math.min(this.#end, at + 12))) : 'the end of the line'
    return new JsonError('bad_json', `At ${character}: found ${found}, expected ${expected}.`, this.#column())
  }

  #grow(): void {
    const size = this.kinds.length * 2
    const larger = (array: Uint32Array) => {
      const copy = new Uint32Array(size)
      copy.set(array)
      return copy
    }
    this.keyStarts = larger(this.keyStarts)
    this.keyEnds = larger(this.keyEnds)
    this.starts = larger(this.starts)
    this.ends = larger(this.ends)
    const kinds = new Uint8Array(size)
    kinds.set(this.kinds)
    this.kinds = kinds
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function text(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end))
}

/** Whether the bytes are a number of JSON: no leading zeros or plus, digits on both sides of the point. */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  const digits = (): number => {
    const from = at
    while (at < end && bytes[at] >= 0x30 && bytes[at] <= 0x39) at++
    return at - from
  }
  if (bytes[at] === 0x2d) at++
  const isZero = bytes[at] === 0x30
  const whole = digits()
  if (whole === 0 || (isZero && whole > 1)) return false
  if (at < end && bytes[at] === 0x2e) {
    at++
    if (digits() === 0) return false
  }
  if (at < end && (bytes[at] | 0x20) === 0x65) {
    at++
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++
    if (digits() === 0) return false
  }
  return at === end
}
