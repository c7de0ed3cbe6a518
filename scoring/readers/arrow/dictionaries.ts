/** The dictionaries of an Arrow file: the values that columns of indexes refer to. */
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { ArrayCursor, type Texts } from './array-cursor.ts'
import type { ArrowType } from './arrow-column.ts'
import { BatchBuffers } from './batch-buffers.ts'
import type { BatchPlace } from './messages.ts'

const MOST_VALUES = 50_000_000

/** The values of one dictionary, as texts. */
export interface DictionaryValues extends Texts {
  count: number
}

/** Reads the values of a dictionary batch, behind those it had where the batch only adds some. */
export function readDictionary(
  file: FileBytes,
  place: BatchPlace,
  type: ArrowType,
  before: DictionaryValues | undefined,
  limits: ReadLimits,
): DictionaryValues {
  const count = place.rowCount
  if (count > place.bodyLength * 2048 || count > MOST_VALUES)
    throw new RangeError(`a dictionary of ${count} values`)
  const buffers = new BatchBuffers(file, place, limits)
  const size = {
    rowCount: count,
    step: count,
    cellBytes: limits.cellBytes,
    viewBuffers: place.viewBuffers[0] ?? 0,
  }
  const cursor = new ArrayCursor(type, buffers, size)
  if (count > 0) cursor.take(0, count)
  const fresh = { ...cursor.texts, count }
  return place.dictionary?.isDelta && before ? joined(before, fresh, limits) : fresh
}

function joined(before: DictionaryValues, more: DictionaryValues, limits: ReadLimits): DictionaryValues {
  const shift = before.bytes.length
  if (shift + more.bytes.length > limits.livePageBytes)
    throw new RangeError('a dictionary that grows too large')
  const bytes = new Uint8Array(shift + more.bytes.length)
  bytes.set(before.bytes)
  bytes.set(more.bytes, shift)
  const count = before.count + more.count
  const append = <T extends Uint32Array | Uint8Array>(target: T, a: T, b: T, by: number): T => {
    target.set(a.subarray(0, before.count))
    for (let i = 0; i < more.count; i++) target[before.count + i] = b[i] + by
    return target
  }
  return {
    bytes,
    starts: append(new Uint32Array(count), before.starts, more.starts, shift),
    ends: append(new Uint32Array(count), before.ends, more.ends, shift),
    nulls: append(new Uint8Array(count), nullsOf(before), nullsOf(more), 0),
    hasNulls: before.hasNulls || more.hasNulls,
    count,
  }
}

function nullsOf({ hasNulls, nulls, count }: DictionaryValues): Uint8Array {
  return hasNulls ? nulls : new Uint8Array(count)
}

/** The texts that a stretch of indexes stands for. RangeError for an index that the dictionary does not have. */
export function lookUp(indexes: Texts, count: number, values: DictionaryValues, out: Texts): void {
  out.bytes = values.bytes
  out.hasNulls = false
  for (let i = 0; i < count; i++) {
    out.nulls[i] = 0
    let isNull = indexes.hasNulls && indexes.nulls[i] === 1
    if (!isNull) {
      const index = indexAt(indexes, i)
      if (index >= values.count) throw new RangeError(`the index ${index} of a dictionary of ${values.count}`)
      isNull = values.hasNulls && values.nulls[index] === 1
      out.starts[i] = values.starts[index]
      out.ends[i] = values.ends[index]
    }
    if (!isNull) continue
    out.starts[i] = out.ends[i] = 0
    out.nulls[i] = 1
    out.hasNulls = true
  }
}

/** An index as the cursor wrote it, in decimal digits; a negative one becomes larger than any dictionary. */
function indexAt({ bytes, starts, ends }: Texts, i: number): number {
  let index = 0
  for (let at = starts[i]; at < ends[i]; at++) {
    const digit = bytes[at] - 0x30
    if (digit < 0) return Number.POSITIVE_INFINITY
    index = index * 10 + digit
  }
  return index
}
