import { brotliCompressSync, crc32, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { makeZip } from '#test/scoring/readers/make-zip.ts'
import { bad, type CorpusCase, good } from './corpus-case.ts'

const CSV = Buffer.from(`id,x\n${Array.from({ length: 500 }, (_, i) => `k${i},${i / 8}\n`).join('')}`)
const JSON_LINES = Buffer.from('{"a":1}\n{"a":2}\n')
const gz = gzipSync(CSV)
const zst = zstdCompressSync(CSV)
const zipped = makeZip({ name: 'table.csv', content: CSV })
const NOTES = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])

function changed(bytes: Uint8Array, at: number, by = 1): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at < 0 ? copy.length + at : at] ^= by
  return copy
}

/** Megabytes of one byte, in little. */
function bomb(megabytes: number, fill: number, compress: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const block = compress(Buffer.alloc(64 << 20, fill))
  const head = compress(Buffer.from('a,b\n'))
  return Buffer.concat([head, ...new Array<Uint8Array>(megabytes / 64).fill(block)])
}

function compressed(): CorpusCase[] {
  return [
    good('gzip', gz, 500),
    good('gzip of json lines', gzipSync(JSON_LINES), 2),
    good(
      'gzip of several members',
      Buffer.concat([gzipSync(CSV.subarray(0, 99)), gzipSync(CSV.subarray(99))]),
      500,
    ),
    good('gzip filled up with zeros', Buffer.concat([gz, Buffer.alloc(512)]), 500),
    good('zstd', zst, 500),
    good(
      'zstd of several frames',
      Buffer.concat([zstdCompressSync(CSV.subarray(0, 99)), zstdCompressSync(CSV.subarray(99))]),
      500,
    ),
    good('zstd with notes between', Buffer.concat([NOTES, zst, NOTES]), 500),
    good(
      'zstd with other notes before',
      Buffer.concat([Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7]), zst]),
      500,
    ),
    good(
      'zip with what a file manager left',
      makeZip({ name: 't/t.csv', content: CSV }, { name: 't/.DS_Store', content: Buffer.from('x') }),
      500,
    ),
    good('zip', zipped, 500),
    good('zip, stored', makeZip({ name: 'a/table', content: CSV, method: 0 }), 500),
    good(
      'zip from macOS',
      makeZip({ name: 't.csv', content: CSV }, { name: '__MACOSX/._t.csv', content: Buffer.from('x') }),
      500,
    ),
    bad('gzip cut off', gz.subarray(0, -20), 'corrupt_compression'),
    bad('gzip without its checksum', gz.subarray(0, -8), 'corrupt_compression'),
    bad('gzip, wrong checksum', changed(gz, -6), 'corrupt_compression'),
    bad('gzip, wrong length', changed(gz, -1), 'corrupt_compression'),
    bad('gzip, second member cut off', Buffer.concat([gz, gz.subarray(0, 60)]), 'corrupt_compression'),
    bad('gzip, other bytes behind', Buffer.concat([gz, Buffer.from('hello')]), 'corrupt_compression'),
    bad(
      'gzip, zeros and other bytes behind',
      Buffer.concat([gz, Buffer.alloc(9), Buffer.from('hello')]),
      'corrupt_compression',
    ),
    bad('gzip, only a header', gz.subarray(0, 10), 'corrupt_compression'),
    bad('gzip of nothing', gzipSync(''), 'empty_file'),
    bad('zstd cut off', zst.subarray(0, -5), 'corrupt_compression'),
    bad('zstd, second frame cut off', Buffer.concat([zst, zst.subarray(0, 30)]), 'corrupt_compression'),
    bad('zstd, other bytes behind', Buffer.concat([zst, Buffer.from('hello')]), 'corrupt_compression'),
    bad('gzip in gzip', gzipSync(gz), 'nested_compression'),
    bad('zstd in gzip', gzipSync(zst), 'nested_compression'),
    bad('zip in zip', makeZip({ name: 'a.zip', content: zipped }), 'nested_compression'),
    bad('tar in gzip', gzipSync(tar()), 'looks_like_tar'),
    bad(
      'zip with two files',
      makeZip({ name: 'a.csv', content: CSV }, { name: 'b.csv', content: CSV }),
      'zip_many_files',
    ),
    bad('a word document', makeZip({ name: 'word/document.xml', content: CSV }), 'looks_like_docx'),
    bad('zip with nothing', makeZip(), 'zip_many_files'),
    bad('zip cut off', zipped.subarray(0, -30), 'corrupt_zip'),
    bad('zip, wrong checksum', makeZip({ name: 'a.csv', content: CSV, checksum: 17 }), 'corrupt_zip'),
    bad(
      'zip, stored, wrong checksum',
      makeZip({ name: 'a.csv', content: CSV, method: 0, checksum: (crc32(CSV) ^ 1) >>> 0 }),
      'corrupt_zip',
    ),
    bad('zip with a password', makeZip({ name: 'a.csv', content: CSV, flags: 1 }), 'zip_encrypted'),
    bad('zip with bzip2', makeZip({ name: 'a.csv', content: CSV, method: 12 }), 'unsupported_codec'),
    bad('a bomb of zeros', () => bomb(1024, 0, gzipSync), 'nul_byte'),
    { ...bad('a bomb of newlines', () => bomb(9 * 1024, 10, gzipSync), 'decompression_bomb'), isHeavy: true },
    {
      ...bad('a bomb of letters', () => bomb(9 * 1024, 120, zstdCompressSync), 'cell_too_long'),
      isHeavy: true,
    },
    {
      ...bad(
        'a zip bomb',
        () => makeZip({ name: 'a.csv', content: Buffer.alloc(1.5 * 1024 ** 3, 10) }),
        'decompression_bomb',
        'empty_file',
      ),
      isHeavy: true,
    },
  ]
}

function tar(): Uint8Array {
  const block = Buffer.alloc(1536)
  block.write('table.csv', 0)
  block.write('ustar', 257)
  return block
}

/** Files of other kinds, by their beginnings; each is named, and what to do instead. */
function foreign(): CorpusCase[] {
  const starts: Record<string, Uint8Array | string> = {
    looks_like_xls: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    looks_like_pdf: '%PDF-1.7\n%âãÏÓ\n',
    looks_like_npy: Buffer.from("\x93NUMPY\x01\x00v\x00{'descr'", 'latin1'),
    looks_like_orc: 'ORC',
    looks_like_avro: 'Obj\x01\x04',
    looks_like_feather_v1: 'FEA1',
    looks_like_encrypted_parquet: 'PARE',
    looks_like_sqlite: 'SQLite format 3\0',
    looks_like_duckdb: Buffer.concat([Buffer.alloc(8, 7), Buffer.from('DUCK')]),
    looks_like_hdf5: Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
    looks_like_stata: '<stata_dta><header>',
    looks_like_spss: '$FL2@(#)',
    looks_like_rdata: 'RDX3\nX\n',
    looks_like_image: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    looks_like_bzip2: 'BZh91AY&SY',
    looks_like_xz: Buffer.from('\xfd7zXZ\0', 'latin1'),
    looks_like_lz4: Uint8Array.of(0x04, 0x22, 0x4d, 0x18),
    looks_like_7z: Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
    looks_like_rar: 'Rar!\x1a\x07',
    looks_like_pickle: Uint8Array.of(0x80, 0x04, 0x95),
    looks_like_html: '\n<!DOCTYPE html><html><body><table>',
  }
  const sheet = (name: string) =>
    makeZip({ name: '[Content_Types].xml', content: CSV }, { name, content: CSV })
  return [
    ...Object.entries(starts).map(([code, start]) =>
      bad(code, () => Buffer.concat([Buffer.from(start as string), Buffer.alloc(600, 1)]), code),
    ),
    bad('xml', '<?xml version="1.0"?><rows/>', 'looks_like_html'),
    bad('jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'looks_like_image'),
    bad('pickle of protocol 2', Uint8Array.of(0x80, 0x02, 0x7d), 'looks_like_pickle'),
    bad('tar', tar(), 'looks_like_tar'),
    bad('xlsx', sheet('xl/workbook.xml'), 'looks_like_xlsx'),
    bad(
      'ods',
      makeZip({ name: 'mimetype', content: CSV }, { name: 'content.xml', content: CSV }),
      'looks_like_ods',
    ),
    bad('zlib without a header that says so', deflateSync(CSV), 'not_utf8', 'nul_byte'),
    bad('brotli', brotliCompressSync(CSV), 'not_utf8', 'nul_byte'),
    bad('an executable', Buffer.from('\x7fELF\x02\x01\x01\0\0\0', 'latin1'), 'looks_like_program'),
  ]
}

export const wrappedCases: readonly CorpusCase[] = [...compressed(), ...foreign()]
