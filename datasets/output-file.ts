import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

/** What is known of a written file: its size and the hex SHA-256 of its bytes. */
export interface FileDigest {
  sizeBytes: number
  sha256: string
}

/** A file that is written from start to end and hashed on the way. The file must not exist before. */
export class OutputFile {
  /** Bytes written so far, which is where the next byte will stand. */
  offset = 0
  readonly path: string
  readonly #hash = createHash('sha256')
  readonly #fd: number
  #open = true

  /** @throws the system's EEXIST when there is such a file. */
  constructor(path: string) {
    this.path = path
    this.#fd = openSync(path, 'wx')
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at)
    this.offset += bytes.length
  }

  /** Closes the file and says what was written. */
  close(): FileDigest {
    this.abandon()
    return { sizeBytes: this.offset, sha256: this.#hash.digest('hex') }
  }

  /** Closes the file without a digest, after an error. Does nothing when it is closed. */
  abandon(): void {
    if (this.#open) closeSync(this.#fd)
    this.#open = false
  }
}
