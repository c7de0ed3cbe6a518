import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DataStore, ERRORS, Upload } from '@tus/server'
import { settings } from './settings.ts'

/** An upload that nobody goes on with for this long is removed. */
const KEPT_MS = 48 * 3_600_000

const ID = /^upl_[0-9a-z]{10,40}$/

/** What a piece ends with when its sender falls away, in the words of Node's streams and sockets. */
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE'])

interface Note {
  size: number
  metadata: Record<string, string | null>
  createdAt: string
  /** The whole file has been handed over; its bytes are gone from here. */
  finished?: true
}

/**
 * Files that arrive in pieces, below the web process's data folder, in the form that the tus server asks for. Each is two
 * files: the bytes so far, whose number is the offset, and a note of what it is to become. A finished one keeps its note, so
 * that a sender who missed the last answer does not send everything again.
 */
export class PartialUploads extends DataStore {
  override extensions = ['creation', 'termination', 'expiration']

  override async create(upload: Upload): Promise<Upload> {
    if (upload.size === undefined) throw { status_code: 400, body: 'Say the length in Upload-Length.\n' }
    await mkdir(folder(), { recursive: true, mode: 0o700 })
    upload.creation_date = new Date().toISOString()
    const { size, metadata = {}, creation_date: createdAt } = upload
    await writeFile(bytesPath(upload.id), '')
    await writeNote(upload.id, { size, metadata, createdAt })
    return upload
  }

  /** Appends from `offset` on; what came of a chunk before the connection was cut is kept. */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const path = bytesPath(id)
    // a chunk whose writing ended with the process may be longer than we said
    await truncate(path, offset)
    try {
      await pipeline(stream, createWriteStream(path, { flags: 'r+', start: offset }))
    } catch (error) {
      if (!CUT_OFF.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
    return (await stat(path)).size
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, metadata, createdAt, finished } = await readNote(id)
    const offset = finished ? size : (await stat(bytesPath(id))).size
    return new Upload({ id, size, offset, metadata, creation_date: createdAt })
  }

  override async remove(id: string): Promise<void> {
    await readNote(id)
    await rm(bytesPath(id), { force: true })
    await rm(notePath(id), { force: true })
  }

  override getExpiration(): number {
    return KEPT_MS
  }

  override async deleteExpired(now = Date.now()): Promise<number> {
    let removed = 0
    for (const name of await readdir(folder()).catch(() => [])) {
      const path = join(folder(), name)
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
      if (now - mtimeMs < KEPT_MS) continue
      await rm(path, { force: true })
      removed++
    }
    return removed
  }

  /** Whether all bytes are there and wait to be handed over. */
  async isComplete(id: string): Promise<boolean> {
    const { size, finished } = await readNote(id)
    return !finished && (await stat(bytesPath(id))).size === size
  }

  /** The bytes of a complete upload. */
  read(id: string): Readable {
    return createReadStream(bytesPath(id))
  }

  /** Notes that the file was handed over, and lets its bytes go. */
  async finish(id: string): Promise<void> {
    await writeNote(id, { ...(await readNote(id)), finished: true })
    await rm(bytesPath(id), { force: true })
  }
}

function folder(): string {
  return join(resolve(settings().dataFolder), 'partial-uploads')
}

function bytesPath(id: string): string {
  return join(folder(), `${requireId(id)}.part`)
}

function notePath(id: string): string {
  return join(folder(), `${requireId(id)}.json`)
}

/** The id comes from an address: it must not lead anywhere else. */
function requireId(id: string): string {
  if (!ID.test(id)) throw ERRORS.FILE_NOT_FOUND
  return id
}

async function readNote(id: string): Promise<Note> {
  const text = await readFile(notePath(id), 'utf8').catch(() => undefined)
  if (text === undefined) throw ERRORS.FILE_NOT_FOUND
  return JSON.parse(text)
}

async function writeNote(id: string, note: Note): Promise<void> {
  const path = notePath(id)
  await writeFile(`${path}.new`, JSON.stringify(note))
  await rename(`${path}.new`, path)
}
