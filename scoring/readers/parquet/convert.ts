/** Physical values to what was asked for: numbers, or texts in UTF-8. */
import { isNanLiteral, parseNumber } from '../csv/parse-number.ts'
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { writeText } from './format-text.ts'
import { halfAt } from './half.ts'
import { PageError } from './page-error.ts'
import type { Physical } from './physical.ts'
import { TextWriter } from './text-writer.ts'

/** Writes the first `count` values as doubles. Texts must be number literals; `onBad` is told of those that are not. */
export function toNumbers(
  from: Physical,
  count: number,
  type: ColumnType,
  out: Float64Array,
  at: number,
  onBad: (index: number) => void,
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
  onBad: (index: number) => void,
): void {
  const texts = { ...from, starts: new Uint32Array(count), ends: new Uint32Array(count) }
  const writer = new TextWriter()
  for (let i = 0; i < count; i++) {
    texts.starts[i] = writer.length
    writeText(from, i, type, writer)
    texts.ends[i] = writer.length
  }
  texts.bytes = writer.bytes
  parseTexts(texts, count, out, at, onBad)
}

function parseTexts(
  from: Physical,
  count: number,
  out: Float64Array,
  at: number,
  onBad: (i: number) => void,
): void {
  const { bytes, starts, ends } = from
  for (let i = 0; i < count; i++) {
    const value = parseNumber(bytes, starts[i], ends[i])
    out[at + i] = value
    if (Number.isNaN(value) && !isNanLiteral(bytes, starts[i], ends[i])) onBad(i)
  }
}

/** Whether the column's bytes are its text, so that nothing has to be written. */
export function isTextAsStored(type: ColumnType): boolean {
  return type.meaning.is === 'text'
}

/** Refuses more than `most` bytes in one cell. */
export function requireShort(values: Physical, count: number, most: number): void {
  for (let i = 0; i < count; i++) {
    if (values.ends[i] - values.starts[i] > most) throw new PageError(`a text of more than ${most} bytes`)
  }
}
