/** Where the messages of an Arrow file or stream are. Source: apache/arrow, format/Message.fbs and File.fbs. */
import type { FileBytes } from '../bytes/feed.ts'
import { rejectFile } from '../reject.ts'
import { FlatTable } from './flat-table.ts'

/** One batch of rows, or of a dictionary's values. */
export interface BatchPlace {
  /** Present where the batch belongs to a dictionary. */
  dictionary?: { id: number; isDelta: boolean }
  rowCount: number
  /** Rows and nulls of each column. */
  nodes: number[][]
  /** Where each buffer is: offset from `bodyAt`, and length. */
  buffers: number[][]
  /** Buffers of text that each column of views has. */
  viewBuffers: number[]
  codec?: 'lz4' | 'zstd'
  bodyAt: number
  bodyLength: number
}

export interface ArrowMessages {
  fields: FlatTable[]
  /** In the order of the file: a dictionary stands before the rows that need it. */
  batches: BatchPlace[]
}

const CONTINUES = 0xffffffff
const HEADER = { schema: 1, dictionary: 2, rows: 3 } as const
const MOST_METADATA = 256 * 1024 * 1024
const END = 10 // the length of the footer and ARROW1

interface Message {
  header: FlatTable
  type: number
  bodyAt: number
  bodyLength: number
}

/** The messages of a file, by its footer. RangeError where they do not fit together. */
export function fileMessages(file: FileBytes): ArrowMessages {
  if (file.size < 8 + END) throw damaged()
  const tail = Uint8Array.from(file.read(file.size - END, END))
  if (String.fromCharCode(...tail.subarray(4)) !== 'ARROW1') throw damaged()
  const length = new DataView(tail.buffer).getInt32(0, true)
  if (length < 8 || length > Math.min(MOST_METADATA, file.size - END - 8)) throw damaged()
  const footer = FlatTable.root(Uint8Array.from(file.read(file.size - END - length, length)))
  const schema = footer.table(1)
  if (!schema) throw new RangeError('no schema')
  const blocks = [...footer.structs(2, 24, [0, 16]), ...footer.structs(3, 24, [0, 16])]
  const batches = blocks.map(([offset, bodyLength]) => {
    const message = messageAt(file, offset)
    if (!message || message.bodyLength !== bodyLength) throw new RangeError('a batch that its message denies')
    return batchOf(message)
  })
  return { fields: fieldsOf(schema), batches }
}

/** The messages of a stream, one after the other up to its end mark or the end of the bytes. */
export function streamMessages(file: FileBytes): ArrowMessages {
  const first = messageAt(file, 0)
  if (first?.type !== HEADER.schema) throw new RangeError('no schema at the beginning')
  const batches: BatchPlace[] = []
  for (let at = first.bodyAt + first.bodyLength; at < file.size; ) {
    const message = messageAt(file, at)
    if (!message) break
    batches.push(batchOf(message))
    at = message.bodyAt + message.bodyLength
  }
  return { fields: fieldsOf(first.header), batches }
}

function fieldsOf(schema: FlatTable): FlatTable[] {
  if (schema.short(0) !== 0) {
    const message = 'The Arrow file was written big-endian. Write it on an ordinary machine, or as Parquet.'
    throw rejectFile({ code: 'unsupported_type', message })
  }
  return schema.tables(1)
}

/** The message at `at`; undefined where the stream ends there. */
function messageAt(file: FileBytes, at: number): Message | undefined {
  const prefix = new DataView(Uint8Array.from(file.read(at, 8)).buffer)
  if (prefix.getUint32(0, true) !== CONTINUES) throw new RangeError('a message without its mark')
  const length = prefix.getInt32(4, true)
  if (length === 0) return undefined
  if (length < 8 || length > MOST_METADATA) throw new RangeError(`a message of ${length} bytes`)
  const message = FlatTable.root(Uint8Array.from(file.read(at + 8, length)))
  const header = message.table(2)
  const bodyLength = message.long(3)
  const bodyAt = at + 8 + length
  if (!header || bodyLength < 0 || bodyAt + bodyLength > file.size) throw new RangeError('a message cut off')
  return { header, type: message.byte(1), bodyAt, bodyLength }
}

function batchOf({ header, type, bodyAt, bodyLength }: Message): BatchPlace {
  if (type !== HEADER.rows && type !== HEADER.dictionary) throw new RangeError(`a message of kind ${type}`)
  const isRows = type === HEADER.rows
  const rows = isRows ? header : header.table(1)
  if (!rows) throw new RangeError('a dictionary without values')
  const compression = rows.table(3)
  const rowCount = rows.long(0)
  if (rowCount < 0) throw new RangeError(`${rowCount} rows`)
  return {
    dictionary: isRows ? undefined : { id: header.long(0), isDelta: header.byte(2) !== 0 },
    rowCount,
    nodes: rows.structs(1, 16, [0, 8]),
    buffers: rows.structs(2, 16, [0, 8]),
    viewBuffers: rows.structs(4, 8, [0]).map(([count]) => count),
    codec: compression && (compression.byte(0) === 0 ? 'lz4' : 'zstd'),
    bodyAt,
    bodyLength,
  }
}

function damaged() {
  const message =
    'The Arrow file is damaged or cut off: it does not end as one does. Write and send it again.'
  return rejectFile({ code: 'truncated_arrow', message })
}
