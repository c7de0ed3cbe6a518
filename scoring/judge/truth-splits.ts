/** The optional `split` column of a truth: which rows are judged in public and which in private. */
import type { Split } from '#core/report.ts'
import type { TableBatch } from '#core/table.ts'
import { ClassCodes } from '../align/class-codes.ts'
import { ProblemList } from '../align/problem-list.ts'
import { growingCodes } from './growing-array.ts'
import { truthFault } from './opened-table.ts'

const NAMES: readonly Split[] = ['public', 'private']

/** A part of the truth that gets a report of its own. */
export type PartName = Split | 'all'

/** The split code of each row of the truth, 0 public, 1 private; null for a truth without a split column. */
export type SplitCodes = Uint32Array | null

/** Reads the split column batch by batch. */
export class SplitReader {
  #position: number
  #codes = new ClassCodes(NAMES)
  #problems = new ProblemList()
  #rows = growingCodes()

  constructor(header: readonly string[]) {
    this.#position = header.indexOf('split')
  }

  /** The codes of the batch's rows, or null; valid until the next call. */
  add(batch: TableBatch): SplitCodes {
    if (this.#position < 0) return null
    const codes = this.#codes.encode(batch, this.#position, 'split', this.#problems)
    this.#rows.append(codes, batch.rowCount)
    return codes
  }

  /**
   * The codes of all rows.
   * @throws GrandstandError `internal` where a cell is neither `public` nor `private`
   */
  finish(): SplitCodes {
    if (this.#position < 0) return null
    if (!this.#problems.isEmpty)
      throw truthFault('Its split column has other values.', this.#problems.findings())
    return this.#rows.values
  }
}

/** The code of a split. */
export function splitCode(split: Split): number {
  return NAMES.indexOf(split)
}

/**
 * The parts to report on: `all` for a truth without splits, else those of `public` and `private` that have rows,
 * preceded by `all` where the whole is wanted too.
 */
export function partsOf(splits: SplitCodes, whole: boolean): PartName[] {
  if (splits === null) return ['all']
  const parts: PartName[] = NAMES.filter((_, code) => splits.includes(code))
  return whole ? ['all', ...parts] : parts
}

/** The positions of a part's rows, ascending; null for all rows. */
export function rowsOf(splits: SplitCodes, part: PartName): Uint32Array | null {
  if (splits === null || part === 'all') return null
  const code = splitCode(part)
  const rows = new Uint32Array(splits.length)
  let count = 0
  for (let i = 0; i < splits.length; i++) if (splits[i] === code) rows[count++] = i
  return rows.subarray(0, count)
}

/** The positions of the ones. */
export function flagged(flags: Uint8Array | Uint32Array): Uint32Array {
  const rows = new Uint32Array(flags.length)
  let count = 0
  for (let i = 0; i < flags.length; i++) if (flags[i] === 1) rows[count++] = i
  return rows.subarray(0, count)
}

/** The values at `rows`; all of them where `rows` is null. */
export function pick<T extends Uint8Array | Uint32Array | Float64Array>(
  values: T,
  rows: Uint32Array | null,
): T {
  if (rows === null) return values
  const picked = values.slice(0, rows.length) as T
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}
