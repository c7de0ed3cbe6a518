/** Where withheld answers are kept. Only scoring may import this file: the web process has no way to reach them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ByteBuffer } from './byte-buffer.ts'
import { OutputFile } from './output-file.ts'
import type { TruthFile, TruthSink, TruthWriter } from './truth-sink.ts'
import { appendCsvCell } from './write-csv.ts'

class TruthCsv implements TruthWriter {
  readonly #name: string
  readonly #file: OutputFile
  readonly #out = new ByteBuffer(1 << 16)
  #rows = 0

  constructor(folder: string, definition: string, keys: readonly string[]) {
    this.#name = `${definition}.csv`
    this.#file = new OutputFile(join(folder, this.#name))
    this.#out.appendAscii(`${[...keys, 'label', 'split'].join(',')}\n`)
  }

  write(keys: readonly string[], label: string, split: 'public' | 'private'): void {
    for (const key of keys) {
      appendCsvCell(this.#out, key)
      this.#out.appendAscii(',')
    }
    appendCsvCell(this.#out, label)
    this.#out.appendAscii(`,${split}\n`)
    this.#rows++
    if (this.#out.length > 1 << 20) this.#flush()
  }

  #flush(): void {
    this.#file.write(this.#out.view())
    this.#out.clear()
  }

  finish(): TruthFile {
    this.#flush()
    return { path: this.#name, rows: this.#rows, ...this.#file.close() }
  }

  abandon(): void {
    this.#file.abandon()
  }
}

/**
 * A sink that writes `<definition>.csv` files into a folder (made if need be): `id,label,split` for classification,
 * `id_left,id_right,label,split` for pairs; the standard's CSV, `split` public or private, rows in the order of the
 * test table.
 */
export function createTruthFolder(folder: string): TruthSink {
  mkdirSync(folder, { recursive: true })
  return { open: (definition, keys) => new TruthCsv(folder, definition, keys) }
}
