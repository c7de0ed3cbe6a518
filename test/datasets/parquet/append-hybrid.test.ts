import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js'
import { ByteBuffer } from '#datasets/byte-buffer.ts'
import { appendHybrid } from '#datasets/parquet/append-hybrid.ts'
import { seeded } from '../generated-table.ts'

/** Decodes with a reader that is not ours. */
function decoded(bytes: Uint8Array, bitWidth: number, count: number): number[] {
  const output = new Array<number>(count).fill(0)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  readRleBitPackedHybrid({ view, offset: 0 }, bitWidth, output, bytes.length)
  return output
}

test('law: runs and packed values of every width read back with hyparquet', () => {
  const random = seeded(3)
  const below = (n: number) => Math.floor(random() * n)
  for (let round = 0; round < 400; round++) {
    const bitWidth = 1 + below(17)
    const values: number[] = []
    while (values.length < 1 + below(400)) {
      const value = below(2 ** bitWidth)
      const repeats = random() < 0.3 ? 1 + below(60) : 1
      for (let i = 0; i < repeats; i++) values.push(value)
    }
    const from = below(values.length)
    const out = new ByteBuffer(1)
    out.appendByte(77)
    appendHybrid(out, Uint32Array.from(values), from, values.length, bitWidth)
    const bytes = Uint8Array.from(out.view().subarray(1))
    assert.deepEqual(decoded(bytes, bitWidth, values.length - from), values.slice(from), `round ${round}`)
  }
})
