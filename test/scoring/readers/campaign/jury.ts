/** Our reader and the ones it is held against, for one damaged file after another. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'
import type { Answer, Contents } from './answer.ts'
import { difference } from './compare.ts'
import { ReaderProcess } from './reader-process.ts'

export interface Finding {
  outcome: string
  /** What is wrong; undefined where nothing is. */
  detail?: string
}

/** Milliseconds for a small file, on a busy machine. */
const LIMIT = 20_000

function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

function nodeReader(name: string): ReaderProcess<Answer> {
  return new ReaderProcess<Answer>([process.execPath, program(name)])
}

/** Our answer, or why there is nothing to compare. */
async function ours(reader: ReaderProcess<Answer>, path: string): Promise<Finding | Contents> {
  const reply = await reader.ask(path, LIMIT)
  if ('ended' in reply) return { outcome: `ours ${reply.ended}`, detail: 'the process ended' }
  const { answer } = reply
  if ('failed' in answer) return { outcome: 'ours failed', detail: answer.failed }
  return 'refused' in answer ? { outcome: 'refused' } : answer.read
}

export class ParquetJury {
  #ours = nodeReader('read-ours.ts')
  #others = [
    ['DuckDB', nodeReader('read-duckdb.ts')],
    ['hyparquet', nodeReader('read-hyparquet.ts')],
  ] as const

  /** Equal to one other reader is enough: each of them has its own mistakes with damaged files. */
  async judge(path: string): Promise<Finding> {
    const mine = await ours(this.#ours, path)
    if ('outcome' in mine) return mine
    const differences: string[] = []
    for (const [name, reader] of this.#others) {
      const reply = await reader.ask(path, LIMIT)
      if ('ended' in reply || !('read' in reply.answer)) continue
      const found = difference(mine, reply.answer.read)
      if (found === undefined) return { outcome: `accepted, equal to ${name}` }
      differences.push(`${name}: ${found}`)
    }
    if (differences.length === 0) return { outcome: 'accepted, refused by the others' }
    return { outcome: 'different', detail: differences.join('; ') }
  }

  close(): void {
    for (const reader of [this.#ours, ...this.#others.map(([, other]) => other)]) reader.close()
  }
}

const ZSTD_MAGIC = 0xfd2fb528

/** Python has no zstd: a file of it is decompressed, at once, beside itself. */
function withoutZstd(path: string): string {
  const bytes = readFileSync(path)
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== ZSTD_MAGIC) return path
  const plain = `${path}.plain`
  writeFileSync(plain, zstdDecompressSync(bytes))
  return plain
}

type CsvAnswer = { tables: string[][][] } | { refused: string }

export class CsvJury {
  #ours = nodeReader('read-ours.ts')
  #python = new ReaderProcess<CsvAnswer>(['/usr/bin/python3', program('read_csv.py')])

  /** Python knows no null and no delimiter: it reads with each of them, and an empty text is one. */
  async judge(path: string): Promise<Finding> {
    const mine = await ours(this.#ours, path)
    if ('outcome' in mine) return mine
    const reply = await this.#python.ask(withoutZstd(path), LIMIT)
    if ('ended' in reply || 'refused' in reply.answer) return { outcome: 'accepted, refused by Python' }
    const rows = mine.rows.map((row) => row.map((cell) => cell ?? ''))
    const found: string[] = []
    for (const table of reply.answer.tables) {
      const [columns = [], ...others] = table.filter((row) => row.length > 0)
      const different = difference({ columns: mine.columns, rows }, { columns, rows: others })
      if (different === undefined) return { outcome: 'accepted, equal to Python' }
      found.push(different)
    }
    return { outcome: 'different', detail: found[0] ?? 'Python refuses it' }
  }

  close(): void {
    this.#ours.close()
    this.#python.close()
  }
}
