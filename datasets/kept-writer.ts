import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { WrittenTable } from './table-writers.ts'
import type { WriteKeptInput } from './write-kept.ts'

/**
 * Writes tables of kept rows in a thread of its own, beside the checks and the profile, which go over the same rows: writing
 * (two formats, compression, hashes) takes about as long as they do. The thread starts, which takes a while, as soon as
 * there is one of these.
 */
export class KeptWriter {
  readonly #thread: Worker
  readonly #written: Promise<WrittenTable[]>

  constructor() {
    // a thread does not share the process's cache of compiled modules by itself
    const cache = getCompileCacheDir()
    this.#thread = new Worker(new URL('./write-kept-thread.ts', import.meta.url), {
      env: cache ? { ...process.env, NODE_COMPILE_CACHE: cache } : process.env,
    })
    this.#written = new Promise((resolve, reject) => {
      this.#thread.once('message', resolve)
      this.#thread.once('error', reject)
      this.#thread.once('exit', () => reject(new Error('the thread that writes tables has ended early')))
    })
    // whoever has failed already is told nothing more
    this.#written.catch(() => {})
  }

  /** Says what is to be written, once. */
  write(input: WriteKeptInput): void {
    this.#thread.postMessage(input)
  }

  /** What was written of the output at this position. Rejects with what the system says when it cannot be written. */
  async written(at: number): Promise<WrittenTable> {
    return (await this.#written)[at]
  }

  /** Ends the thread, whether or not it is done; what it has open is closed. */
  async stop(): Promise<void> {
    await this.#thread.terminate()
  }
}
