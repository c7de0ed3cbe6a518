/** Files that are plainly something other than a table we read, and how to make one of them. */
import type { Problem } from '#core/errors.ts'
import { startsWith } from './sniff.ts'

interface Foreign {
  code: string
  /** What the file is, as in "This is …". */
  what: string
  signature: readonly number[]
  offset?: number
  /** How to make a table of it that we read. */
  advice?: string
}

const bytesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0))
const UNPACK = 'Unpack it, and compress the table with gzip or zstd if it is large.'
const AS_CSV = 'Save its rows as CSV (UTF-8), with a line of names above them.'
const PANDAS = 'In pandas, load it and call to_parquet("table.parquet").'

const FOREIGN: readonly Foreign[] = [
  {
    code: 'looks_like_xls',
    what: 'an old Excel file (.xls)',
    signature: [0xd0, 0xcf, 0x11, 0xe0],
    advice: 'In Excel, choose Save As, CSV UTF-8.',
  },
  { code: 'looks_like_pdf', what: 'a PDF', signature: bytesOf('%PDF') },
  {
    code: 'looks_like_npy',
    what: 'a NumPy array',
    signature: [0x93, ...bytesOf('NUMPY')],
    advice: 'Make a pandas DataFrame with column names of it and call to_parquet("table.parquet").',
  },
  { code: 'looks_like_orc', what: 'an ORC file', signature: bytesOf('ORC'), advice: PANDAS },
  { code: 'looks_like_avro', what: 'an Avro file', signature: [...bytesOf('Obj'), 1] },
  {
    code: 'looks_like_feather_v1',
    what: 'a Feather file of version 1',
    signature: bytesOf('FEA1'),
    advice: PANDAS,
  },
  {
    code: 'looks_like_encrypted_parquet',
    what: 'an encrypted Parquet file',
    signature: bytesOf('PARE'),
    advice: 'Write it without encryption.',
  },
  {
    code: 'looks_like_sqlite',
    what: 'an SQLite database',
    signature: bytesOf('SQLite format 3'),
    advice: 'sqlite3 -header -csv FILE "SELECT * FROM a_table" writes one of its tables.',
  },
  {
    code: 'looks_like_duckdb',
    what: 'a DuckDB database',
    signature: bytesOf('DUCK'),
    offset: 8,
    advice: "COPY a_table TO 'table.parquet' writes one of its tables.",
  },
  { code: 'looks_like_hdf5', what: 'an HDF5 file', signature: [0x89, ...bytesOf('HDF\r\n')], advice: PANDAS },
  { code: 'looks_like_stata', what: 'a Stata file', signature: bytesOf('<stata_dta>'), advice: PANDAS },
  { code: 'looks_like_spss', what: 'an SPSS file', signature: bytesOf('$FL2'), advice: PANDAS },
  {
    code: 'looks_like_rdata',
    what: 'an R data file',
    signature: bytesOf('RDX'),
    advice: 'In R, call write.csv(table, "table.csv", row.names = FALSE).',
  },
  {
    code: 'looks_like_rdata',
    what: 'an R data file',
    signature: [0x58, 0x0a, 0, 0],
    advice: 'In R, call write.csv(table, "table.csv", row.names = FALSE).',
  },
  {
    code: 'looks_like_lfs_pointer',
    what: 'a pointer of Git LFS, not the file itself',
    signature: bytesOf('version https://git-lfs.github.com/'),
    advice: 'Run "git lfs pull" and send the file that comes.',
  },
  { code: 'looks_like_arff', what: 'an ARFF file', signature: bytesOf('@relation '), advice: AS_CSV },
  { code: 'looks_like_arff', what: 'an ARFF file', signature: bytesOf('@RELATION '), advice: AS_CSV },
  { code: 'looks_like_rtf', what: 'a document (RTF)', signature: bytesOf('{\\rtf') },
  { code: 'looks_like_image', what: 'a GIF picture', signature: bytesOf('GIF8') },
  { code: 'looks_like_image', what: 'a WebP picture', signature: bytesOf('WEBP'), offset: 8 },
  { code: 'looks_like_program', what: 'a program', signature: [0x7f, ...bytesOf('ELF')] },
  { code: 'looks_like_image', what: 'a PNG picture', signature: [0x89, ...bytesOf('PNG')] },
  { code: 'looks_like_image', what: 'a JPEG picture', signature: [0xff, 0xd8, 0xff] },
  { code: 'looks_like_bzip2', what: 'compressed with bzip2', signature: bytesOf('BZh'), advice: UNPACK },
  {
    code: 'looks_like_xz',
    what: 'compressed with xz',
    signature: [0xfd, ...bytesOf('7zXZ')],
    advice: UNPACK,
  },
  {
    code: 'looks_like_lz4',
    what: 'compressed with lz4',
    signature: [0x04, 0x22, 0x4d, 0x18],
    advice: UNPACK,
  },
  { code: 'looks_like_7z', what: 'a 7-Zip archive', signature: [0x37, 0x7a, 0xbc, 0xaf], advice: UNPACK },
  { code: 'looks_like_rar', what: 'a RAR archive', signature: bytesOf('Rar!'), advice: UNPACK },
  { code: 'looks_like_tar', what: 'a tar archive', signature: bytesOf('ustar'), offset: 257, advice: UNPACK },
  {
    code: 'looks_like_utf32',
    what: 'text in UTF-32',
    signature: [0xff, 0xfe, 0, 0],
    advice: 'Save it in UTF-8.',
  },
  {
    code: 'looks_like_utf32',
    what: 'text in UTF-32',
    signature: [0, 0, 0xfe, 0xff],
    advice: 'Save it in UTF-8.',
  },
  ...[2, 3, 4, 5].map((version) => ({
    code: 'looks_like_pickle',
    what: 'a Python pickle, which could run any program when opened',
    signature: [0x80, version],
    advice: PANDAS,
  })),
]

/** The problem of a file that is plainly something other than a table we read, or undefined. */
export function foreignKind(head: Uint8Array): Problem | undefined {
  const found = FOREIGN.find(({ signature, offset }) => startsWith(head, signature, offset))
  if (found) {
    const { code, what, advice = 'Save the table as CSV (UTF-8) or Parquet and send that.' } = found
    return { code, message: `This is ${what}. ${advice}` }
  }
  if (firstVisible(head) !== 0x3c) return undefined
  return {
    code: 'looks_like_html',
    message: 'This is HTML or XML, not a table. Save it as CSV (UTF-8) or Parquet.',
  }
}

/** What only prediction files may not be: formats that datasets are read from, but predictions are not. */
export function foreignPrediction(head: Uint8Array): Problem | undefined {
  if (isArrowFile(head)) {
    const message =
      'This is an Arrow or Feather file. Save the table as CSV (UTF-8) or Parquet and send that.'
    return { code: 'looks_like_arrow', message }
  }
  if (looksLikeJsonObject(head) || looksLikeJsonArray(head)) {
    return { code: 'looks_like_json', message: 'This is JSON. Save the table as CSV (UTF-8) or Parquet.' }
  }
  return foreignKind(head)
}

/** Arrow's file format, which is also Feather version 2. */
export function isArrowFile(head: Uint8Array): boolean {
  return startsWith(head, bytesOf('ARROW1'))
}

/** Arrow's stream format: a mark, the length of the first message and a table of it. */
export function isArrowStream(head: Uint8Array): boolean {
  if (!startsWith(head, [0xff, 0xff, 0xff, 0xff]) || head.length < 12) return false
  const view = new DataView(head.buffer, head.byteOffset, 12)
  const length = view.getInt32(4, true)
  return length > 16 && length % 8 === 0 && view.getInt32(8, true) < length
}

/** Whether the text begins as an object does. */
export function looksLikeJsonObject(head: Uint8Array): boolean {
  return firstVisible(head) === 0x7b
}

/** Whether the text begins as an object over several lines does, which no line of JSON Lines can. */
export function looksLikeIndentedObject(head: Uint8Array): boolean {
  return /^\s*\{[ \t]*\r?\n/.test(bytesText(head))
}

/** Whether the text begins as a list of JSON does; a CSV header may begin with a bracket too. */
export function looksLikeJsonArray(head: Uint8Array): boolean {
  return firstVisible(head) === 0x5b && /^\s*\[\s*[[{"\d\]]/.test(bytesText(head))
}

function firstVisible(head: Uint8Array): number | undefined {
  const from = startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0
  return head.subarray(from).find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)
}

function bytesText(head: Uint8Array): string {
  const from = startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0
  return String.fromCharCode(...head.subarray(from, from + 200))
}
