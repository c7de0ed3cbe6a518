/** Laws of the stream between the program inside the sandbox and the host. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { cellText } from '#datasets/cell-text.ts'
import { imagePath } from '#datasets/image-path.ts'
import type { TypedBatch } from '#datasets/typed-batch.ts'
import { BatchEncoder, decodeBatch } from '#scoring/tables/batch-frame.ts'
import {
  BrokenStreamError,
  FRAME,
  type Frame,
  type FrameKind,
  frameHeader,
  PAYLOAD_BYTES_MAX,
  readFrames,
} from '#scoring/tables/frames.ts'
import { decodeImage, encodeImage } from '#scoring/tables/image-frame.ts'
import { ALL_TYPES, generateRows, seeded, toBatches } from '../../datasets/generated-table.ts'

const { columns } = ALL_TYPES
const below = (random: () => number, n: number) => Math.floor(random() * n)

function frameBytes(kind: FrameKind, ordinal: number, payload: Uint8Array): Buffer {
  return Buffer.concat([frameHeader(kind, ordinal, payload), payload])
}

/** The bytes in chunks of random sizes, as a pipe might deliver them. */
async function* inChunks(bytes: Uint8Array, random: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + below(random, 4000)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function collect(bytes: Uint8Array, random = seeded(1)): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const { kind, payload } of readFrames(inChunks(bytes, random)))
    frames.push({ kind, payload: payload.slice() })
  return frames
}

const cellsOf = (batch: TypedBatch, from = 0, to = batch.rowCount) =>
  Array.from({ length: to - from }, (_, i) => batch.columns.map((column) => cellText(column, from + i)))

/** A payload on an 8-byte boundary, as a frame has it. */
const aligned = (bytes: Uint8Array) => Uint8Array.from(bytes)

test('law: batches survive, whole or in part, however the stream is cut', async () => {
  const random = seeded(7)
  const encoder = new BatchEncoder()
  const sent: (string | null)[][][] = []
  const parts: Buffer[] = []
  for (const batch of toBatches(ALL_TYPES, generateRows(900, 3), 200)) {
    const from = below(random, batch.rowCount)
    const to = from + 1 + below(random, batch.rowCount - from)
    sent.push(cellsOf(batch, from, to))
    parts.push(frameBytes(FRAME.batch, parts.length, encoder.encode(batch, from, to)))
  }
  const frames = await collect(Buffer.concat(parts), random)
  assert.deepEqual(
    frames.map(({ payload }) => cellsOf(decodeBatch(payload, columns))),
    sent,
  )
})

test('lines survive, and are 0 where nobody knows them', () => {
  const [batch] = toBatches(ALL_TYPES, generateRows(10, 1), 10)
  const encoder = new BatchEncoder()
  assert.deepEqual([...(decodeBatch(aligned(encoder.encode(batch, 2, 5)), columns).lines ?? [])], [0, 0, 0])
  const lines = Uint32Array.from({ length: 10 }, (_, i) => 100 + i)
  const decoded = decodeBatch(aligned(encoder.encode({ ...batch, lines }, 2, 5)), columns)
  assert.deepEqual([...(decoded.lines ?? [])], [102, 103, 104])
})

test('law: a stream in which any byte is changed, lost or doubled is refused', async () => {
  const random = seeded(11)
  const encoder = new BatchEncoder()
  const [batch] = toBatches(ALL_TYPES, generateRows(40, 5), 40)
  const whole = Buffer.concat([
    frameBytes(FRAME.progress, 0, Buffer.from('17')),
    frameBytes(FRAME.batch, 1, encoder.encode(batch, 0, 40)),
    frameBytes(FRAME.answer, 2, Buffer.from('{"rows":40}')),
  ])
  assert.equal((await collect(whole)).length, 3)
  for (let round = 0; round < 600; round++) {
    const at = below(random, whole.length)
    const changed = Buffer.from(whole)
    changed[at] ^= 1 + below(random, 255)
    const lost = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)])
    const doubled = Buffer.concat([whole.subarray(0, at + 1), whole.subarray(at)])
    const which = round % 3
    await assert.rejects(collect([changed, lost, doubled][which]), BrokenStreamError, `${which} at ${at}`)
  }
})

test('a stream that ends early is told from one that is broken', async () => {
  const whole = frameBytes(FRAME.answer, 0, Buffer.from('{"rows":40}'))
  for (let size = 1; size < whole.length; size++)
    await assert.rejects(collect(whole.subarray(0, size)), { name: 'BrokenStreamError', isEnd: true })
  assert.deepEqual(await collect(whole.subarray(0, 0)), [])
})

test('frames out of order, of no kind, or larger than their kind allows are refused at their header', async () => {
  const payload = Buffer.from('1')
  await assert.rejects(collect(frameBytes(FRAME.progress, 1, payload)), /numbered 1/)
  await assert.rejects(collect(frameBytes(9 as FrameKind, 0, payload)), /no frame of kind 9/)
  for (const [kind, most] of Object.entries(PAYLOAD_BYTES_MAX)) {
    const header = Buffer.from(frameHeader(Number(kind) as FrameKind, 0, payload))
    header.writeUInt32LE(most + 1, 8)
    await assert.rejects(collect(header), /too large/)
  }
})

test('law: whatever the payload of a batch, it is refused or a well-formed batch of the columns asked for', () => {
  const random = seeded(13)
  const encoder = new BatchEncoder()
  const [batch] = toBatches(ALL_TYPES, generateRows(25, 9), 25)
  const good = aligned(encoder.encode(batch, 0, 25))
  const counts = { refused: 0, taken: 0 }
  for (let round = 0; round < 6000; round++) {
    const bytes = good.slice(0, random() < 0.1 ? below(random, good.length) : good.length)
    const changes = 1 + below(random, 3)
    for (let i = 0; i < changes && bytes.length > 0; i++) {
      const at = random() < 0.5 ? below(random, Math.min(400, bytes.length)) : below(random, bytes.length)
      bytes[at] = random() < 0.3 ? 0xff : below(random, 256)
    }
    let decoded: TypedBatch
    try {
      decoded = decodeBatch(bytes, columns)
    } catch (error) {
      assert.ok(error instanceof BrokenStreamError, String(error))
      counts.refused++
      continue
    }
    counts.taken++
    assertWellFormed(decoded)
  }
  assert.ok(counts.refused > 1000 && counts.taken > 500, JSON.stringify(counts))
})

function assertWellFormed({ rowCount, columns: decoded }: TypedBatch): void {
  assert.deepEqual(
    decoded.map(({ type }) => type),
    columns.map(({ type }) => type),
  )
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  decoded.forEach((column, i) => {
    for (let row = 0; row < rowCount; row++) {
      assert.ok(column.nulls[row] === 0 || (column.nulls[row] === 1 && columns[i].nullable))
      if (column.nulls[row]) continue
      if (column.type === 'string') {
        assert.ok(column.starts[row] <= column.ends[row] && column.ends[row] <= column.bytes.length)
        utf8.decode(column.bytes.subarray(column.starts[row], column.ends[row]))
      }
      if (column.type === 'boolean') assert.ok(column.values[row] <= 1)
      // years 0000 to 9999 have a text
      assert.match(cellText(column, row) ?? '', column.type === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^/)
    }
  })
}

test('a character that is cut in two by an offset is refused', () => {
  const table = { name: 't', columns: [columns[1]] }
  const [batch] = toBatches(table, [['é'], ['a']], 2)
  const bytes = aligned(new BatchEncoder().encode(batch, 0, 2))
  const offsetsAt = 8 + 8 + 8
  assert.deepEqual(cellsOf(decodeBatch(bytes, table.columns)), [['é'], ['a']])
  bytes[offsetsAt + 4] = 1
  assert.throws(() => decodeBatch(bytes, table.columns), /not in order/)
})

test('a column that may not be empty has no nulls, and other columns than asked for are refused', () => {
  const [batch] = toBatches(ALL_TYPES, generateRows(5, 1), 5)
  const bytes = aligned(new BatchEncoder().encode(batch, 0, 5))
  const strict = columns.map((column) => ({ ...column, nullable: false }))
  assert.throws(() => decodeBatch(bytes, strict), /not as it was asked for/)
  assert.throws(() => decodeBatch(bytes, columns.slice(1)), /11 columns of 10/)
})

test('law: images survive; a changed payload is refused or an image with a path that stays below the folder', () => {
  const random = seeded(17)
  const content = Buffer.from('not much of a picture')
  const header = { format: 'webp', width: 300, height: 20 } as const
  const image = { path: 'a/ö.webp', header, content }
  const payload = encodeImage(image)
  const { content: back, ...rest } = decodeImage(payload)
  assert.deepEqual({ ...rest, content: Buffer.from(back) }, image)
  assert.equal(decodeImage(encodeImage({ ...image, header: 'it is cut off' })).header, 'it is cut off')
  for (let round = 0; round < 4000; round++) {
    const changed = Buffer.from(payload)
    changed[below(random, 30)] = below(random, 256)
    try {
      const { path } = decodeImage(changed)
      assert.equal(imagePath(path), path)
    } catch (error) {
      assert.ok(error instanceof BrokenStreamError, String(error))
    }
  }
  for (const path of ['../a.png', '/a.png', 'a/../../b.png', 'images/../x.png', 'a.exe'])
    assert.throws(() => decodeImage(encodeImage({ ...image, path })), BrokenStreamError, path)
})

test('the checksum is what a reader of the format computes', () => {
  const payload = Buffer.from('{"rows":1}')
  const header = Buffer.from(frameHeader(FRAME.answer, 3, payload))
  const covered = Buffer.concat([Buffer.from(Uint32Array.of(FRAME.answer, 3).buffer), payload])
  assert.equal(header.readUInt32LE(12), crc32(covered))
})
