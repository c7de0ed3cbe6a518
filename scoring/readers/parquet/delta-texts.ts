/** DELTA_BINARY_PACKED integers, DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY texts as value readers. */
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { DeltaReader } from './delta.ts'
import { PageError } from './page-error.ts'
import type { ValueReader } from './physical.ts'

/** Texts of one page whose lengths come before them, and are all held at once. */
const MOST_LENGTHS = 1 << 25

export function deltaIntegers(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  const isLong = type.physical === PHYSICAL.int64
  if (!isLong && type.physical !== PHYSICAL.int32) throw new PageError('delta integers of another type')
  const deltas = new DeltaReader(bytes, from, end, isLong)
  return { read: (out, count) => deltas.read(out.words, 0, count), isAtEnd: () => deltas.isAtEnd }
}

/** All lengths come first, then all texts. `valueCount` bounds what the bytes may declare. */
export function deltaLengths(bytes: Uint8Array, from: number, end: number, valueCount: number): ValueReader {
  const { lengths, endsAt } = readLengths(bytes, from, end, valueCount)
  let at = endsAt
  let done = 0
  return {
    read(out, count) {
      if (done + count > lengths.length) throw new PageError('fewer values than declared')
      out.bytes = bytes
      for (let i = 0; i < count; i++) {
        const length = lengths[done++]
        if (length > end - at) throw new PageError('a text is longer than its page')
        out.starts[i] = at
        at += length
        out.ends[i] = at
      }
    },
    isAtEnd: () => done === lengths.length && at === end,
  }
}

/** Each text repeats the beginning of the one before. The whole page is put together, within `mostBytes`. */
export function deltaTexts(
  bytes: Uint8Array,
  from: number,
  end: number,
  valueCount: number,
  mostBytes: number,
): ValueReader {
  const prefixes = readLengths(bytes, from, end, valueCount)
  const suffixes = readLengths(bytes, prefixes.endsAt, end, valueCount)
  const count = prefixes.lengths.length
  if (suffixes.lengths.length !== count) throw new PageError('prefixes and suffixes differ in number')
  const offsets = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    total += prefixes.lengths[i] + suffixes.lengths[i]
    if (total > mostBytes) throw new PageError('the texts of a page are too long')
    offsets[i + 1] = total
  }
  const texts = new Uint8Array(total)
  let at = suffixes.endsAt
  for (let i = 0; i < count; i++) {
    const prefix = prefixes.lengths[i]
    const suffix = suffixes.lengths[i]
    if (suffix > end - at || (prefix > 0 && (i === 0 || prefix > offsets[i] - offsets[i - 1]))) {
      throw new PageError('a text is longer than what it repeats')
    }
    if (prefix > 0) texts.copyWithin(offsets[i], offsets[i - 1], offsets[i - 1] + prefix)
    texts.set(bytes.subarray(at, at + suffix), offsets[i] + prefix)
    at += suffix
  }
  if (at !== end) throw new PageError('more bytes than the texts have')
  return offsetTexts(texts, offsets)
}

function offsetTexts(texts: Uint8Array, offsets: Uint32Array): ValueReader {
  let done = 0
  return {
    read(out, count) {
      if (done + count >= offsets.length) throw new PageError('fewer values than declared')
      out.bytes = texts
      out.starts.set(offsets.subarray(done, done + count))
      out.ends.set(offsets.subarray(done + 1, done + count + 1))
      done += count
    },
    isAtEnd: () => done === offsets.length - 1,
  }
}

function readLengths(bytes: Uint8Array, from: number, end: number, valueCount: number) {
  const deltas = new DeltaReader(bytes, from, end, false)
  if (deltas.count > valueCount) throw new PageError('more values than declared')
  // differences of no bits are many lengths in few bytes
  if (deltas.count > MOST_LENGTHS) throw new PageError(`more than ${MOST_LENGTHS} texts`)
  const lengths = new Int32Array(deltas.count)
  deltas.read(lengths, 0, deltas.count)
  if (lengths.some((length) => length < 0)) throw new PageError('a negative length')
  return { lengths, endsAt: deltas.endsAt }
}
