import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { openTable } from '#scoring/readers/open-table.ts'
import { makeZip as zip } from './make-zip.ts'
import { inChunks, problemsOf, readRows, readTable } from './read-cells.ts'

const folder = mkdtempSync(join(tmpdir(), 'open-table-'))
after(() => rmSync(folder, { recursive: true }))

const TEXT = 'id,x\na,1.5\n"b,\n",2\né,\n'
const ROWS = [
  ['a', 1.5],
  ['b,\n', 2],
  ['é', null],
]
const CSV = Buffer.from(TEXT)
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'id', data: ROWS.map(([id]) => id), type: 'STRING' },
      { name: 'x', data: ROWS.map(([, x]) => x), type: 'DOUBLE' },
    ],
  }),
)

const UTF16LE = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
const KINDS: readonly (readonly [string, Uint8Array])[] = [
  ['CSV', CSV],
  ['CSV with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 little-endian', UTF16LE],
  ['UTF-16 big-endian', Buffer.from(UTF16LE).swap16()],
  ['gzip', gzipSync(CSV)],
  ['gzip of two members', Buffer.concat([gzipSync(CSV.subarray(0, 9)), gzipSync(CSV.subarray(9))])],
  ['zstd', zstdCompressSync(CSV)],
  ['zip, deflated', zip({ name: 'p.csv', content: CSV })],
  ['zip, stored', zip({ name: 'p.csv', content: CSV, method: 0 })],
  [
    'zip from macOS',
    zip(
      { name: 'd/', content: Buffer.alloc(0) },
      { name: 'd/p.csv', content: CSV },
      { name: '__MACOSX/d/._p.csv', content: CSV },
    ),
  ],
  ['UTF-16 in gzip', gzipSync(UTF16LE)],
  ['Parquet', PARQUET],
  ['Parquet in gzip', gzipSync(PARQUET)],
  ['Parquet in zstd', zstdCompressSync(PARQUET)],
  ['Parquet in zip', zip({ name: 'p.parquet', content: PARQUET })],
]

for (const [name, bytes] of KINDS) {
  test(`the same table from memory, a misnamed file and a stream: ${name}`, async () => {
    const path = join(folder, 'predictions.txt')
    writeFileSync(path, bytes)
    for (const input of [bytes, path, inChunks(bytes, 1), inChunks(bytes, 1000)]) {
      const { columns, rows } = await readTable(input, { columns: { x: 'number' } })
      assert.deepEqual(columns, ['id', 'x'])
      assert.deepEqual(rows, ROWS)
    }
    for (const input of [bytes, path]) {
      const table = await openTable(input, { columns: { x: 'number' } })
      assert.deepEqual(await readRows(table), await readRows(table), 'batches() again')
    }
  })
}

test('a stream is read once; a second pass is an error of the caller', async () => {
  const table = await openTable(inChunks(CSV, 10))
  await readRows(table)
  await assert.rejects(readRows(table), /only once/)
})

const BIG = Buffer.from(`a,b\n${'1,2\n'.repeat(500_000)}`)
const REFUSED: readonly (readonly [string, Uint8Array, string])[] = [
  ['gzip cut off', gzipSync(CSV).subarray(0, -12), 'corrupt_compression'],
  ['zstd cut off', zstdCompressSync(CSV).subarray(0, -3), 'corrupt_compression'],
  [
    'gzip damaged',
    Buffer.concat([gzipSync(CSV).subarray(0, 10), Buffer.alloc(40, 7)]),
    'corrupt_compression',
  ],
  ['gzip bomb', gzipSync(BIG), 'decompressed_too_large'],
  ['zstd bomb', zstdCompressSync(BIG), 'decompressed_too_large'],
  ['zip bomb', zip({ name: 'a', content: BIG }), 'decompressed_too_large'],
  ['gzip in gzip', gzipSync(gzipSync(CSV)), 'nested_compression'],
  ['zip of two', zip({ name: 'a.csv', content: CSV }, { name: 'b.csv', content: CSV }), 'zip_many_files'],
  ['zip of none', zip(), 'zip_many_files'],
  ['zip with a password', zip({ name: 'a', content: CSV, flags: 1 }), 'zip_encrypted'],
  ['zip with bzip2', zip({ name: 'a', content: CSV, method: 12 }), 'unsupported_codec'],
  ['zip cut off', zip({ name: 'a.csv', content: CSV }).subarray(0, -30), 'corrupt_zip'],
  [
    'Excel',
    zip({ name: '[Content_Types].xml', content: CSV }, { name: 'xl/workbook.xml', content: CSV }),
    'looks_like_xlsx',
  ],
  ['old Excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'looks_like_xls'],
  ['JSON', Buffer.from('[{"id": 1, "x": 2}]'), 'looks_like_json'],
  ['JSON object', Buffer.from(' \n{"id": 1, "x": 2}'), 'looks_like_json'],
  ['HTML', Buffer.from('<!DOCTYPE html><html></html>'), 'looks_like_html'],
  ['UTF-16 with half a character', Buffer.concat([UTF16LE, Buffer.from([0x3d, 0xd8])]), 'bad_utf16'],
  ['empty in gzip', gzipSync(Buffer.alloc(0)), 'empty_file'],
  ['Parquet cut off', PARQUET.subarray(0, -5), 'truncated_parquet'],
  ['Parquet magic alone', Buffer.from('PAR1PAR1'), 'truncated_parquet'],
]

for (const [name, bytes, code] of REFUSED) {
  test(`refused: ${name}`, async () => {
    for (const input of [bytes, inChunks(bytes, 4096)]) {
      const [problem] = await problemsOf(input, { limits: { decompressedBytes: 1_000_000 } })
      assert.equal(problem.code, code, problem.message)
    }
  })
}

test('a path that is not there is no fault of the file', async () => {
  await assert.rejects(openTable(join(folder, 'missing.csv')), { code: 'ENOENT' })
})

test('the source’s own failure is passed on as it is', async () => {
  async function* source() {
    yield CSV.subarray(0, 5)
    throw new Error('the disk is gone')
  }
  await assert.rejects(readTable(source()), /the disk is gone/)
})
