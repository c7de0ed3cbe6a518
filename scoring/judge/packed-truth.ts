/** A prepared truth as bytes: read once per release, then loaded by every judging without reading a row of it. */
import { type HashedKeys, type KeyArrays, KeyTable } from '../align/key-table.ts'
import type { Numbering } from '../align/numbered-keys.ts'
import type { PreparedTruth } from './prepared-truth.ts'

/** Typed arrays start at multiples of this: they are views of the file's bytes, and a bucket of slots is one cache line. */
const ALIGNMENT = 64
const MAGIC = 0x33545347

type Numbers = Uint8Array | Uint32Array

type KeyFigures =
  | Pick<HashedKeys, 'seed' | 'stride'>
  | { numbering: Pick<Numbering, 'size' | 'width' | 'lowest'> }

interface Header {
  kind: 'classification' | 'matching-pairs'
  classes: readonly string[]
  classesFromTruth: boolean
  /** The keys, without their arrays. */
  keys: KeyFigures
  /** Of each array: bytes per element and elements, in the order of `contentOf`; length -1 for one that is null. */
  arrays: { bytes: number; length: number }[]
}

/**
 * The bytes of a prepared truth, or null for a form that is loaded from its file as it is: clusters, ranked candidates,
 * and match lists with splits. They depend on the task's spec as much as on the truth.
 */
export function packTruth(prepared: PreparedTruth): Uint8Array | null {
  const content = contentOf(prepared)
  if (content === null) return null
  const { arrays, keys } = content
  const isClasses = prepared.kind === 'classification'
  const header: Header = {
    kind: isClasses ? 'classification' : 'matching-pairs',
    classes: isClasses ? prepared.truth.classes : [],
    classesFromTruth: isClasses && prepared.truth.classesFromTruth,
    keys,
    arrays: arrays.map((array) => ({
      bytes: array?.BYTES_PER_ELEMENT ?? 1,
      length: array?.length ?? -1,
    })),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const size = arrays.reduce((sum, array) => sum + aligned(array?.byteLength ?? 0), aligned(8 + text.length))
  const packed = new Uint8Array(size)
  new Uint32Array(packed.buffer, 0, 2).set([MAGIC, text.length])
  packed.set(text, 8)
  let at = aligned(8 + text.length)
  for (const array of arrays) {
    if (array === null) continue
    packed.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += aligned(array.byteLength)
  }
  return packed
}

/**
 * The truth of these bytes; its arrays are views of them.
 *
 * @throws TypeError where they were not written by `packTruth`
 */
export function unpackTruth(packed: Uint8Array): PreparedTruth {
  // bytes of a pool may start anywhere
  const { buffer, byteOffset } = packed.byteOffset % 8 === 0 ? packed : packed.slice()
  const [magic, length] = packed.byteLength < 8 ? [0, 0] : new Uint32Array(buffer, byteOffset, 2)
  if (magic !== MAGIC) throw new TypeError('these bytes are no packed truth')
  const text = new TextDecoder().decode(new Uint8Array(buffer, byteOffset + 8, length))
  const { kind, classes, classesFromTruth, keys: figures, arrays }: Header = JSON.parse(text)
  let at = byteOffset + aligned(8 + length)
  const views = arrays.map(({ bytes, length }): Numbers | null => {
    if (length < 0) return null
    const start = at
    at += aligned(bytes * length)
    return bytes === 1 ? new Uint8Array(buffer, start, length) : new Uint32Array(buffer, start, length)
  })
  const [bytes, offsets, slots, values, splits] = views
  const keys = KeyTable.fromArrays(keyArrays(figures, bytes, offsets, slots))
  if (splits instanceof Uint8Array) throw new TypeError('splits of the wrong width')
  if (kind === 'classification' && values instanceof Uint32Array) {
    const index = { keys, size: keys.size }
    return { kind, truth: { index, labels: values, splits, classes, classesFromTruth } }
  }
  if (kind === 'matching-pairs' && values instanceof Uint8Array) {
    return { kind, truth: { keys, isMatch: values, splits, recordSplits: null } }
  }
  throw new TypeError('a packed truth of an unknown form')
}

/** The keys' arrays: bytes, offsets and slots, or for numbered keys their prefix, nothing and their index. */
function keyArrays(figures: KeyFigures, ...[bytes, offsets, slots]: (Numbers | null)[]): KeyArrays {
  if (!(bytes instanceof Uint8Array) || offsets instanceof Uint8Array || slots instanceof Uint8Array) {
    throw new TypeError('keys of the wrong width')
  }
  if ('numbering' in figures) return { numbering: { ...figures.numbering, prefix: bytes, index: slots } }
  if (slots === null) throw new TypeError('no slots')
  return { ...figures, bytes, offsets, slots }
}

interface Content {
  arrays: (Numbers | null)[]
  keys: KeyFigures
}

function contentOf(prepared: PreparedTruth): Content | null {
  if (prepared.kind === 'classification') {
    const { index, labels, splits } = prepared.truth
    return withKeys(index.keys, labels, splits)
  }
  if (prepared.kind !== 'matching-pairs' || prepared.truth.recordSplits !== null) return null
  const { keys, isMatch, splits } = prepared.truth
  return withKeys(keys, isMatch, splits)
}

function withKeys(table: KeyTable, values: Numbers, splits: Numbers | null): Content {
  const arrays = table.toArrays()
  if ('numbering' in arrays) {
    const { prefix, index, ...numbering } = arrays.numbering
    return { arrays: [prefix, null, index, values, splits], keys: { numbering } }
  }
  const { bytes, offsets, slots, ...keys } = arrays
  return { arrays: [bytes, offsets, slots, values, splits], keys }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
