import { type KeptFile, readKeptRows } from './kept-rows.ts'
import { writingMachine } from './machine/writing-machine.ts'
import { RowHash } from './row-hash.ts'
import type { TableSchema } from './schema.ts'
import { selectRows } from './select-rows.ts'
import { DualTableWriter, type WrittenTable } from './table-writers.ts'

/** A released table that is written from kept rows. */
export interface KeptOutput {
  table: TableSchema
  /** Where its columns stand among those that were kept. */
  at: readonly number[]
  /** Its rows are those of the test set, or the others; all rows where there are no parts. */
  isTest: boolean
}

/** What is to be written. */
export interface WriteKeptInput {
  file: KeptFile
  folder: string
  outputs: readonly KeptOutput[]
  /** The part of every row, where rows are told apart. */
  parts?: Uint8Array
}

/** Writes tables of kept rows in both formats, all in one pass, with the hash of their rows. */
export function writeKept({ file, folder, outputs, parts }: WriteKeptInput): WrittenTable[] {
  const all = outputs.map(({ table }) => ({
    writer: new DualTableWriter(folder, table),
    hash: new RowHash(table.columns),
  }))
  let first = 0
  for (const batch of readKeptRows(file)) {
    const machine = writingMachine()
    const whole = machine.place(batch)
    outputs.forEach(({ at, isTest }, i) => {
      const rows = parts && selectRows(parts.subarray(first, first + batch.rowCount), isTest)
      if (rows?.length === 0) return
      const own = machine.select(whole, at, rows?.length === batch.rowCount ? undefined : rows)
      all[i].writer.observe(own)
      all[i].hash.observe(own)
    })
    first += batch.rowCount
  }
  return all.map(({ writer, hash }) => ({ files: writer.finish(), rowHash: hash.digest() }))
}
