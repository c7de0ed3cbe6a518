import { RESULT_BYTES, textScanModule } from '../machine/text-scan-code.ts'
import type { StringColumn } from '../typed-batch.ts'

/** What is known of the texts of a batch's column after one look at their bytes. */
export interface TextFacts {
  /** 64 bits of each text in two words, low and high; equal for equal texts, and for all nulls. */
  hashes: Uint32Array
  /** Code points; 0 for null. */
  characters: Uint32Array
  /** Bits of {@link HINT}. */
  hints: Uint8Array
}

type Scan = (bytes: number, starts: number, ends: number, nulls: number, rows: number, out: number) => number

/** Memory, and the machine code that works in it. */
interface Arena {
  bytes: Uint8Array<ArrayBuffer>
  scan: Scan
}

const PAGE = 65_536
const FIRST_PAGES = 32
/** An arena that one huge text made larger than this is not kept. */
const KEPT_BYTES = 16 << 20
/** What the machine code may read behind the last text. */
const BEHIND = 32
/** Texts that lie among so many times as many other bytes are picked out; else all is copied in one go. */
const SPARSE = 8
/** A row. It is quicker to copy so many than to find out which are wanted. */
const FEW_BYTES = 256

let module: WebAssembly.Module | undefined
let kept: Arena | undefined

function arenaOf(size: number): Arena {
  if (kept && kept.bytes.length >= size) return kept
  const initial = Math.max(FIRST_PAGES, Math.ceil(size / PAGE))
  const memory = new WebAssembly.Memory({ initial })
  module ??= textScanModule()
  const { exports } = new WebAssembly.Instance(module, { host: { memory } })
  const arena = { bytes: new Uint8Array(memory.buffer), scan: exports.scan as Scan }
  if (size <= KEPT_BYTES) kept = arena
  return arena
}

/** Where the texts of a column lie, and how long they are together; or all its bytes, where they are so few. */
function extentOf({ bytes, starts, ends, nulls }: StringColumn, rows: number): [number, number, number] {
  if (bytes.length < FEW_BYTES * rows) return [0, bytes.length, bytes.length]
  let [from, to, size] = [Number.POSITIVE_INFINITY, 0, 0]
  for (let row = 0; row < rows; row++) {
    if (nulls[row]) continue
    const [start, end] = [starts[row], ends[row]]
    if (start < from) from = start
    if (end > to) to = end
    size += end - start
  }
  return size > 0 ? [from, to, size] : [0, 0, 0]
}

/** The same texts one after the other. */
function gathered({ bytes, starts, ends, nulls }: StringColumn, rows: number, size: number): StringColumn {
  const packed = new Uint8Array(size)
  const places = [new Uint32Array(rows), new Uint32Array(rows)]
  let at = 0
  for (let row = 0; row < rows; row++) {
    places[0][row] = at
    if (!nulls[row]) {
      packed.set(bytes.subarray(starts[row], ends[row]), at)
      at += ends[row] - starts[row]
    }
    places[1][row] = at
  }
  return { type: 'string', bytes: packed, starts: places[0], ends: places[1], nulls }
}

/** What the facts of so many texts take. */
export const factBytes = (rows: number): number =>
  rows * (RESULT_BYTES.hash + RESULT_BYTES.characters + RESULT_BYTES.hints)

const aligned = (size: number) => Math.ceil(size / 8) * 8

/**
 * Looks once at the first `rows` texts of a column.
 *
 * @param room where what is found is put, {@link factBytes} long or longer; new memory takes as long as the look itself
 */
export function scanTexts(
  column: StringColumn,
  rows: number,
  room: ArrayBuffer = new ArrayBuffer(factBytes(rows)),
): TextFacts {
  const [from, to, size] = extentOf(column, rows)
  if (to - from > SPARSE * size + PAGE) return scanTexts(gathered(column, rows, size), rows, room)
  const endsAt = aligned(4 * rows)
  const nullsAt = endsAt + aligned(4 * rows)
  const outAt = nullsAt + aligned(rows)
  const bytesAt = outAt + aligned(factBytes(rows))
  const { bytes, scan } = arenaOf(bytesAt + to - from + BEHIND)
  const words = new Uint32Array(bytes.buffer)
  words.set(column.starts.subarray(0, rows))
  words.set(column.ends.subarray(0, rows), endsAt / 4)
  bytes.set(column.nulls.subarray(0, rows), nullsAt)
  bytes.set(column.bytes.subarray(from, to), bytesAt)
  scan(bytesAt - from, 0, endsAt, nullsAt, rows, outAt)
  new Uint8Array(room).set(bytes.subarray(outAt, outAt + factBytes(rows)))
  return {
    hashes: new Uint32Array(room, 0, 2 * rows),
    characters: new Uint32Array(room, 8 * rows, rows),
    hints: new Uint8Array(room, 12 * rows, rows),
  }
}
