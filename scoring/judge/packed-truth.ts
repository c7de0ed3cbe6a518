/** A prepared truth as bytes: read once per release, then loaded by every judging without reading a row of it. */
import { KeyTable } from '../align/key-table.ts'
import type { PreparedTruth } from '../judge.ts'

/** Typed arrays start at multiples of this, so that they are views of the file's bytes. */
const ALIGNMENT = 8
const MAGIC = 0x31545347

type Numbers = Uint8Array | Uint32Array

interface Header {
  kind: 'classification' | 'matching-pairs'
  classes: readonly string[]
  classesFromTruth: boolean
  /** Of the hash of the keys. */
  seed: number
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
  const { arrays, seed } = content
  const isClasses = prepared.kind === 'classification'
  const header: Header = {
    kind: isClasses ? 'classification' : 'matching-pairs',
    classes: isClasses ? prepared.truth.classes : [],
    classesFromTruth: isClasses && prepared.truth.classesFromTruth,
    seed,
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
  const { buffer, byteOffset } = packed.byteOffset % ALIGNMENT === 0 ? packed : packed.slice()
  const [magic, length] = packed.byteLength < 8 ? [0, 0] : new Uint32Array(buffer, byteOffset, 2)
  if (magic !== MAGIC) throw new TypeError('these bytes are no packed truth')
  const text = new TextDecoder().decode(new Uint8Array(buffer, byteOffset + 8, length))
  const { kind, classes, classesFromTruth, seed, arrays }: Header = JSON.parse(text)
  let at = byteOffset + aligned(8 + length)
  const views = arrays.map(({ bytes, length }): Numbers | null => {
    if (length < 0) return null
    const start = at
    at += aligned(bytes * length)
    return bytes === 1 ? new Uint8Array(buffer, start, length) : new Uint32Array(buffer, start, length)
  })
  const [bytes, offsets, slots, values, splits] = views
  if (!(bytes instanceof Uint8Array && offsets instanceof Uint32Array && slots instanceof Uint32Array)) {
    throw new TypeError('no keys')
  }
  const keys = KeyTable.fromArrays({ bytes, offsets, slots, seed })
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

function contentOf(prepared: PreparedTruth): { arrays: (Numbers | null)[]; seed: number } | null {
  if (prepared.kind === 'classification') {
    const { index, labels, splits } = prepared.truth
    const { bytes, offsets, slots, seed } = index.keys.toArrays()
    return { arrays: [bytes, offsets, slots, labels, splits], seed }
  }
  if (prepared.kind !== 'matching-pairs' || prepared.truth.recordSplits !== null) return null
  const { keys, isMatch, splits } = prepared.truth
  const { bytes, offsets, slots, seed } = keys.toArrays()
  return { arrays: [bytes, offsets, slots, isMatch, splits], seed }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
