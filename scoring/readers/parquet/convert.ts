/** Physical values to what was asked for: numbers, or texts in UTF-8. */
import { isNanLiteral, parseNumber } from '../csv/parse-number.ts'
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { writeText } from './format-text.ts'
import { halfAt } from './half.ts'
import { CellError, PageError } from './page-error.ts'
import type { Physical } from './physical.ts'
import { TextWriter } from './text-writer.ts'

/** Told of the index of a text that is no number literal, and of its beginning. */
export type OnBadNumber = (index: number, text: string) => void

/** Writes the first `count` values as doubles. Texts must be number literals; `onBad` is told of those that are not. */
export function toNumbers(
  from: Physical,
  count: number,
  type: ColumnType,
  out: Float64Array,
  at: number,
  onBad: OnBadNumber,
): void {
  const { physical, meaning } = type
  if (meaning.is === 'float') out.set(from.doubles.subarray(0, count), at)
  else if (meaning.is === 'decimal' || physical === PHYSICAL.fixed || physical === PHYSICAL.int96) {
    if (meaning.is === 'half')
      for (let i = 0; i < count; i++) out[at + i] = halfAt(from.bytes, from.starts[i])
    else throughText(from, count, type, out, at, onBad)
  } else if (physical === PHYSICAL.byteArray) parseTexts(from, count, out, at, onBad)
  else if (physical === PHYSICAL.int64) {
    const { words } = from
    for (let i = 0; i < count; i++) {
      const high = meaning.is === 'unsigned' ? words[2 * i + 1] >>> 0 : words[2 * i + 1]
      out[at + i] = high * 4294967296 + (words[2 * i] >>> 0) // both terms are exact, so the sum is rounded once
    }
  } else
    for (let i = 0; i < count; i++)
      out[at + i] = meaning.is === 'unsigned' ? from.words[i] >>> 0 : from.words[i]
}

/** Rare types take the way over their text, which is exact. */
function throughText(
  from: Physical,
  count: number,
  type: ColumnType,
  out: Float64Array,
  at: number,
  onBad: OnBadNumber,
): void {
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  const writer = new TextWriter()
  writeTexts(from, count, type, writer, starts, ends)
  parseTexts({ ...from, bytes: writer.bytes, starts, ends }, count, out, at, onBad)
}

/** Writes the first `count` values as texts, and where they are. */
export function writeTexts(
  from: Physical,
  count: number,
  type: ColumnType,
  writer: TextWriter,
  starts: Uint32Array,
  ends: Uint32Array,
  at = 0,
): void {
  for (let i = 0; i < count; i++) {
    starts[at + i] = writer.length
    writeText(from, i, type, writer)
    ends[at + i] = writer.length
  }
}

function parseTexts(
  { bytes, starts, ends }: Physical,
  count: number,
  out: Float64Array,
  at: number,
  onBad: OnBadNumber,
): void {
  for (let i = 0; i < count; i++) {
    const value = parseNumber(bytes, starts[i], ends[i])
    out[at + i] = value
    if (Number.isNaN(value) && !isNanLiteral(bytes, starts[i], ends[i])) {
      onBad(i, new TextDecoder().decode(bytes.subarray(starts[i], Math.min(ends[i], starts[i] + 60))))
    }
  }
}

/** Whether the column's bytes are its text, so that nothing has to be written. */
export function isTextAsStored(type: ColumnType): boolean {
  return type.meaning.is === 'text'
}

/** Refuses more than `most` bytes in one cell. */
export function requireShort({ starts, ends }: Physical, count: number, most: number): void {
  // texts of a page lie in order
  if (count === 0 || ends[count - 1] - starts[0] <= most) return
  for (let i = 0; i < count; i++) {
    if (ends[i] - starts[i] > most) throw CellError.tooLong(most, i)
  }
}

/** Refuses integers outside of the 8 or 16 bits that their column declares. */
export function requireInRange({ words }: Physical, count: number, { meaning }: ColumnType): void {
  if ((meaning.is !== 'signed' && meaning.is !== 'unsigned') || meaning.bits >= 32) return
  const isSigned = meaning.is === 'signed'
  const lowest = isSigned ? -(2 ** (meaning.bits - 1)) : 0
  const highest = lowest + 2 ** meaning.bits - 1
  for (let i = 0; i < count; i++) {
    if (words[i] >= lowest && words[i] <= highest) continue
    const kind = isSigned ? 'signed' : 'unsigned'
    throw new PageError(`${words[i]} where ${kind} integers of ${meaning.bits} bits are declared`)
  }
}
