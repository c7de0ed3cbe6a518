/**
 * The program that reads organisers' files, inside the sandbox: one request on standard input, frames on descriptor 3.
 * What is wrong with a file is a frame as well; anything else that is thrown is a bug and ends the program.
 */
import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { checkSource } from '#datasets/check-source.ts'
import { readImageHeader } from '#datasets/image-header.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { readTyped } from '#datasets/read-typed.ts'
import type { DatasetSchema } from '#datasets/schema.ts'
import type { TypedBatch } from '#datasets/typed-batch.ts'
import { openSource } from './readers/open-source.ts'
import { BatchEncoder, textBytes } from './tables/batch-frame.ts'
import { FRAME, type FrameKind, frameHeader, PAYLOAD_BYTES_MAX } from './tables/frames.ts'
import { encodeImage } from './tables/image-frame.ts'
import { readImages } from './tables/read-images.ts'
import { answerAsThread, scanBeside } from './tables/scan-thread.ts'
import type { Rejection, TablesRequest } from './tables/tables-protocol.ts'

const HALVES = { beside: scanBeside }
const STDIN = 0
const RESULT = 3
const PROGRESS_MS = 200
/** Text of one frame, if it has more than one row. */
const TEXT_BYTES = 1 << 20
const ROW_BYTES_MAX = 64 << 20

/** Takes the frames of an answer. */
type Send = (kind: FrameKind, payload: Uint8Array) => void

/** Sends frames to the host. */
function sender(): Send {
  let ordinal = 0
  const write = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(RESULT, bytes, at)
  }
  return (kind, payload) => {
    write(frameHeader(kind, ordinal++, payload))
    write(payload)
  }
}

function sendJson(send: Send, kind: FrameKind, value: unknown): void {
  const payload = Buffer.from(JSON.stringify(value))
  if (payload.length > PAYLOAD_BYTES_MAX[kind])
    throw new GrandstandError(
      'file_rejected',
      'What is to be said about the file is too long: it has too many columns.',
    )
  send(kind, payload)
}

function reporter(send: Send): (rows: number) => void {
  let next = 0
  return (rows) => {
    if (Date.now() < next) return
    next = Date.now() + PROGRESS_MS
    sendJson(send, FRAME.progress, rows)
  }
}

const encoder = new BatchEncoder()

/** Sends rows [from, to), halved until their text is no more than a frame should have. */
function sendRows(send: Send, batch: TypedBatch, from: number, to: number): void {
  const text = batch.columns.reduce((sum, column) => sum + textBytes(column, from, to), 0)
  if (text > TEXT_BYTES && to - from > 1) {
    const middle = (from + to) >> 1
    sendRows(send, batch, from, middle)
    sendRows(send, batch, middle, to)
    return
  }
  if (text > ROW_BYTES_MAX)
    throw new GrandstandError(
      'file_rejected',
      'A row has more than 64 MiB of text. Keep long documents in files.',
    )
  send(FRAME.batch, encoder.encode(batch, from, to))
}

async function answer(request: TablesRequest, send: Send): Promise<unknown> {
  switch (request.action) {
    case 'infer': {
      const { kind, tables, isReleased } = request
      return inferSchema({ kind, tables, isReleased, halves: HALVES, onProgress: reporter(send) })
    }
    case 'check':
      return checkSource(request.path, { halves: HALVES })
    case 'read': {
      let rows = 0
      for await (const batch of readTyped(await openSource(request.path), request.table, request.only)) {
        rows += batch.rowCount
        sendRows(send, batch, 0, batch.rowCount)
      }
      return { rows }
    }
    case 'images': {
      let count = 0
      for await (const { path, content } of readImages(request.path)) {
        count++
        send(FRAME.image, encodeImage({ path, header: readImageHeader(content), content }))
      }
      return { count }
    }
  }
}

/** Answers one request and ends the process. */
export async function main(): Promise<void> {
  if (await answerAsThread()) return
  const send = sender()
  try {
    const request: TablesRequest = JSON.parse(readFileSync(STDIN, 'utf8'))
    sendJson(send, FRAME.answer, await answer(request, send))
  } catch (error) {
    if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') throw error
    const rejection: Rejection = { message: error.message, problems: error.problems }
    sendJson(send, FRAME.rejected, rejection)
  }
  // the host waits for nothing more
  closeSync(RESULT)
  process.exit()
}

/** What the bundle's code is made from: a small table, looked at and read. */
export async function rehearse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grandstand-rehearsal-'))
  const path = join(folder, 'table')
  try {
    const row = (i: number) =>
      `r${i},${i},${i / 3},2026-01-0${1 + (i % 9)},"some, text",${i % 2 ? 'yes' : ''}`
    const rows = Array.from({ length: 500 }, (_, i) => row(i))
    writeFileSync(path, `id,count,share,day,notes,label\n${rows.join('\n')}\n`)
    const tables = [{ name: 'data', path }]
    const schema = (await answer(
      { action: 'infer', kind: 'classification', tables, isReleased: true },
      () => {},
    )) as DatasetSchema
    await answer({ action: 'read', path, table: schema.tables[0] }, () => {})
    await answer({ action: 'check', path }, () => {})
  } finally {
    rmSync(folder, { recursive: true })
  }
}
