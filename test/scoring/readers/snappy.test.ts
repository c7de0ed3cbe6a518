import assert from 'node:assert/strict'
import { test } from 'node:test'
import { snappyCompress } from 'hyparquet-writer/src/snappy.js'
import { decompressElements, snappyDecompress } from '#scoring/readers/parquet/snappy.ts'
import { machineDecompress } from '#scoring/readers/parquet/snappy-machine.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from './mutate.ts'

const random = new SeededRandom(77)

/** The tag of a literal, with its length in as few bytes as it takes. */
function literalTag(length: number): number[] {
  const rest = length - 1
  if (rest < 60) return [rest << 2]
  const bytes = [rest & 255, (rest >> 8) & 255, (rest >> 16) & 255]
  while (bytes.length > 1 && bytes.at(-1) === 0) bytes.pop()
  return [(59 + bytes.length) << 2, ...bytes]
}

/** A copy in one of the forms that can say it. */
function copyTag(length: number, distance: number): number[] {
  const low = [distance & 255, distance >> 8]
  if (length >= 4 && length <= 11 && distance < 2048 && random.below(2) === 0)
    return [((distance >> 8) << 5) | ((length - 4) << 2) | 1, distance & 255]
  if (random.below(3) > 0) return [((length - 1) << 2) | 2, ...low]
  return [((length - 1) << 2) | 3, ...low, 0, 0]
}

/** Elements of every kind, and what they mean, byte by byte. */
function randomElements(count: number): { elements: Uint8Array; plain: Uint8Array } {
  const elements: number[] = []
  const plain: number[] = []
  for (let i = 0; i < count; i++) {
    if (i === 0 || random.below(3) === 0) {
      const length = 1 + random.below(random.below(400) === 0 ? 70_000 : [8, 70, 300][random.below(3)])
      const bytes = Array.from({ length }, () => random.below(256))
      elements.push(...literalTag(length), ...bytes)
      for (const byte of bytes) plain.push(byte)
    } else {
      const length = 1 + random.below(64)
      const distance = 1 + random.below(Math.min(plain.length, [4, 20, 60_000][random.below(3)]))
      elements.push(...copyTag(length, distance))
      for (let k = 0; k < length; k++) plain.push(plain[plain.length - distance])
    }
  }
  return { elements: Uint8Array.from(elements), plain: Uint8Array.from(plain) }
}

const GUARD = 0xa5

/** What a decompressor makes of elements; what lies around its output must stay as it is. */
function outcome(
  decompress: (elements: Uint8Array, output: Uint8Array) => boolean | undefined,
  elements: Uint8Array,
  size: number,
): Uint8Array | false {
  const room = new Uint8Array(size + 64).fill(GUARD)
  const output = room.subarray(32, 32 + size)
  const isDone = decompress(elements, output)
  assert.notEqual(isDone, undefined)
  assert.ok(room.subarray(0, 32).every((byte) => byte === GUARD))
  assert.ok(room.subarray(32 + size).every((byte) => byte === GUARD))
  return isDone === true && output
}

test('elements of every kind are decompressed, in script and in machine code', () => {
  for (let i = 0; i < 300; i++) {
    const { elements, plain } = randomElements(1 + random.below(60))
    for (const decompress of [decompressElements, machineDecompress]) {
      const found = outcome(decompress, elements, plain.length)
      assert.ok(found && Buffer.compare(found, plain) === 0, `elements ${i}`)
    }
  }
})

test('damaged elements are refused, or decompressed to the same bytes, in both', () => {
  const counts = { equal: 0, refused: 0 }
  for (let i = 0; i < 2000; i++) {
    const { elements, plain } = randomElements(1 + random.below(12))
    const damaged = mutate(elements, random)
    const size = plain.length + (random.below(4) === 0 ? random.below(20) : 0)
    const script = outcome(decompressElements, damaged, size)
    const machine = outcome(machineDecompress, damaged, size)
    if (script === false) {
      assert.equal(machine, false, `elements ${i}`)
      counts.refused++
    } else {
      assert.ok(machine && Buffer.compare(script, machine) === 0, `elements ${i}`)
      counts.equal++
    }
  }
  assert.ok(counts.equal > 200 && counts.refused > 200, JSON.stringify(counts))
})

test('lengths that promise gigabytes are refused', () => {
  for (const tag of [63 << 2, 62 << 2, 61 << 2]) {
    const elements = Uint8Array.of(tag, 255, 255, 255, 255, 1, 2, 3)
    for (const decompress of [decompressElements, machineDecompress])
      assert.equal(outcome(decompress, elements, 100), false)
  }
  for (const decompress of [decompressElements, machineDecompress]) {
    assert.equal(outcome(decompress, Uint8Array.of(0, 65, 3, 255, 255, 255, 255), 2), false)
  }
})

test('what a compressor made is decompressed at any size', () => {
  for (const size of [0, 1, 100, 70_000, 300_000]) {
    const plain = Uint8Array.from({ length: size }, (_, i) =>
      random.below(8) === 0 ? random.below(256) : i & 15,
    )
    const packed = snappyCompress(plain)
    const output = new Uint8Array(size)
    assert.ok(snappyDecompress(packed, output))
    assert.deepEqual(output, plain)
    assert.equal(snappyDecompress(packed, new Uint8Array(size + 1)), false)
  }
})
