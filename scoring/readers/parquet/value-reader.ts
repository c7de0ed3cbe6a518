/** The decoder for the values of a page, by its encoding. */
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { deltaIntegers, deltaLengths, deltaTexts } from './delta-texts.ts'
import { HybridReader } from './hybrid.ts'
import type { DataPage } from './page.ts'
import { PageError } from './page-error.ts'
import { STEP, type ValueReader } from './physical.ts'
import { plainReader, splitReader } from './plain.ts'

/** Encodings by their numbers in the format. */
export const ENCODING = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  delta: 5,
  deltaLengths: 6,
  deltaTexts: 7,
  dictionary: 8,
  split: 9,
} as const

/**
 * @param mostBytes the most that texts which repeat each other may come to
 * @throws PageError where the type cannot have the encoding
 */
export function valueReader(page: DataPage, type: ColumnType, mostBytes: number): ValueReader {
  const { bytes, valuesFrom: from, encoding, rowCount } = page
  const end = bytes.length
  const isBytes = type.physical === PHYSICAL.byteArray
  // of no values some writers write not even the head of their encoding
  if (from === end) return NO_VALUES
  if (encoding === ENCODING.plain) return plainReader(bytes, from, end, type)
  if (encoding === ENCODING.runs && type.physical === PHYSICAL.boolean) return booleanRuns(bytes, from, end)
  if (encoding === ENCODING.delta) return deltaIntegers(bytes, from, end, type)
  if (encoding === ENCODING.deltaLengths && isBytes) return deltaLengths(bytes, from, end, rowCount)
  if (encoding === ENCODING.deltaTexts && (isBytes || type.physical === PHYSICAL.fixed)) {
    return deltaTexts(bytes, from, end, rowCount, mostBytes)
  }
  if (encoding === ENCODING.split) return splitReader(bytes, from, end, type)
  throw new PageError(`encoding ${encoding}, which this reader does not know for the column's type`)
}

const NO_VALUES: ValueReader = {
  read(_, count) {
    if (count > 0) throw new PageError('fewer values than declared')
  },
  isAtEnd: () => true,
}

/** Booleans in version 2 pages: runs behind a length of four bytes. */
function booleanRuns(bytes: Uint8Array, from: number, end: number): ValueReader {
  const length = bytes[from] + bytes[from + 1] * 256 + bytes[from + 2] * 65536 + bytes[from + 3] * 16777216
  if (!(length <= end - from - 4)) throw new PageError('runs longer than their page')
  const runs = new HybridReader(bytes, from + 4, from + 4 + length, 1)
  const values = new Uint32Array(STEP)
  return {
    read(out, count) {
      runs.read(values, count)
      for (let i = 0; i < count; i++) out.words[i] = values[i]
    },
    isAtEnd: () => true, // runs may be filled up
  }
}
