import type { TextBatch } from '#core/table.ts'
import { KeyMachine, MACHINE_FROM } from './key-machine.ts'
import { ABSENT } from './ordinals.ts'
import { RUN, type RunTexts } from './run-memory.ts'

const ZERO = 0x30
/** Digits of the numbers, at most. */
const MOST_DIGITS = 8
/** Numbers from the lowest to the highest, at most this many times as many as there are keys. */
const SPARSEST = 4

/** Keys that are one text followed by a number, as `row0000017` or `17` are. */
export interface Numbering {
  /** How many keys there are. */
  size: number
  prefix: Uint8Array
  /** Shorter numbers are written with leading zeros up to so many digits, longer ones as they are; at least 1. */
  width: number
  lowest: number
  /** The ordinal + 1 of the key with each number from the lowest on, 0 where there is none; null where the keys count up. */
  index: Uint32Array | null
}

/** Where a text stands in bytes. */
type Range = (ordinal: number) => readonly [start: number, end: number]

/**
 * Looks keys up by the number in them: ids are most often numbered, and then nothing has to be hashed, nothing to be
 * compared, and no key to be kept. Exact, since different texts of this form have different numbers.
 */
export class NumberedKeys {
  readonly numbering: Numbering
  #range: number
  #machine: KeyMachine | undefined
  #prefixAt = 0
  #indexAt = 0
  #lookups = 0

  constructor(numbering: Numbering) {
    this.numbering = numbering
    this.#range = numbering.index?.length ?? numbering.size
    const machine = KeyMachine.of(numbering.prefix.buffer)
    if (machine && (numbering.index === null || numbering.index.buffer === machine.buffer)) {
      this.#place(machine, numbering.prefix.byteOffset, numbering.index?.byteOffset ?? 0)
    }
  }

  /** The numbering of `size` keys that are known to differ, or null where they are not numbered densely. */
  static of(bytes: Uint8Array, size: number, range: Range): NumberedKeys | null {
    if (size === 0) return null
    const form = formOf(bytes, size, range)
    if (form === null) return null
    const numbers = new Uint32Array(size)
    let lowest = Number.POSITIVE_INFINITY
    let highest = 0
    for (let ordinal = 0; ordinal < size; ordinal++) {
      const [start, end] = range(ordinal)
      const number = numberOf(bytes, start, end, form)
      if (number < 0) return null
      numbers[ordinal] = number
      lowest = Math.min(lowest, number)
      highest = Math.max(highest, number)
    }
    if (highest - lowest >= SPARSEST * size) return null
    if (numbers.every((number, ordinal) => number === lowest + ordinal)) {
      return new NumberedKeys({ ...form, size, lowest, index: null })
    }
    const index = new Uint32Array(highest - lowest + 1)
    for (let ordinal = 0; ordinal < size; ordinal++) index[numbers[ordinal] - lowest] = ordinal + 1
    return new NumberedKeys({ ...form, size, lowest, index })
  }

  /** The key of an ordinal as bytes. It may have to be searched for: keys are for messages. */
  key(ordinal: number): Uint8Array {
    const { prefix, width, lowest, index } = this.numbering
    const number = lowest + (index === null ? ordinal : index.indexOf(ordinal + 1))
    const digits = new TextEncoder().encode(String(number).padStart(width, '0'))
    const key = new Uint8Array(prefix.length + digits.length)
    key.set(prefix)
    key.set(digits, prefix.length)
    return key
  }

  /** Writes each key's ordinal, or ABSENT, to `out`. */
  find(keys: RunTexts, rowCount: number, out: Uint32Array): void {
    this.#lookups += rowCount
    if (this.#lookups >= MACHINE_FROM && !this.#machine) this.#moveToMachine()
    const { prefix, width, lowest } = this.numbering
    const places = {
      ...{ prefix: this.#prefixAt, prefixLength: prefix.length, width, lowest },
      ...{ range: this.#range, index: this.#indexAt },
    }
    for (let row = 0; row < rowCount; row += RUN) {
      const to = Math.min(rowCount, row + RUN)
      if (this.#machine?.load(keys, row, to)) this.#machine.number(to - row, places, out, row)
      else this.#findByScript(keys, row, to, out)
    }
  }

  #findByScript({ bytes, starts, ends }: TextBatch, from: number, to: number, out: Uint32Array): void {
    const { lowest, index } = this.numbering
    for (let row = from; row < to; row++) {
      const number = numberOf(bytes, starts[row], ends[row], this.numbering)
      const place = number - lowest
      if (number < 0 || place < 0 || place >= this.#range) out[row] = ABSENT
      else out[row] = index === null ? place : index[place] - 1
    }
  }

  #moveToMachine(): void {
    this.#lookups = Number.NEGATIVE_INFINITY
    const { prefix, index } = this.numbering
    const indexBytes = index?.byteLength ?? 0
    const machine = KeyMachine.make(indexBytes + prefix.length)
    if (!machine) return
    const { buffer, byteOffset } = machine.table
    if (index) new Uint32Array(buffer, byteOffset, index.length).set(index)
    machine.table.set(prefix, indexBytes)
    this.#place(machine, byteOffset + indexBytes, index === null ? 0 : byteOffset)
  }

  #place(machine: KeyMachine, prefixAt: number, indexAt: number): void {
    this.#machine = machine
    this.#prefixAt = prefixAt
    this.#indexAt = indexAt
  }
}

/** The form that all keys have if they are numbered: that of the first, and the digits of the shortest. */
function formOf(bytes: Uint8Array, size: number, range: Range): Pick<Numbering, 'prefix' | 'width'> | null {
  let shortest = Number.POSITIVE_INFINITY
  let longest = 0
  for (let ordinal = 0; ordinal < size; ordinal++) {
    const [start, end] = range(ordinal)
    shortest = Math.min(shortest, end - start)
    longest = Math.max(longest, end - start)
  }
  const [start, end] = range(0)
  let digits = 0
  while (digits < end - start && isDigit(bytes[end - 1 - digits])) digits++
  // of long numbers that begin alike, the beginning may be part of the prefix
  if (shortest === longest) digits = Math.min(digits, MOST_DIGITS)
  const prefix = bytes.slice(start, end - digits)
  const width = shortest - prefix.length
  return width > 0 && longest - prefix.length <= MOST_DIGITS ? { prefix, width } : null
}

/** The number of a text; -1 where it has another form. */
function numberOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  { prefix, width }: Pick<Numbering, 'prefix' | 'width'>,
): number {
  const from = start + prefix.length
  const digits = end - from
  if (digits < width || digits > MOST_DIGITS || (digits > width && bytes[from] === ZERO)) return -1
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return -1
  let number = 0
  for (let i = from; i < end; i++) {
    if (!isDigit(bytes[i])) return -1
    number = number * 10 + bytes[i] - ZERO
  }
  return number
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}
