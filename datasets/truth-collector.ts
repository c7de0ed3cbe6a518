import { PART } from './assign-parts.ts'
import { cellText } from './cell-text.ts'
import type { ReleasePlan } from './release-plan.ts'
import { PAIR_COLUMNS } from './table-names.ts'
import type { TruthFile, TruthSink, TruthWriter } from './truth-sink.ts'
import type { TypedBatch } from './typed-batch.ts'

/** Writes the withheld answers of test rows, definition by definition. */
export class TruthCollector {
  readonly #writers: { writer: TruthWriter; at: number }[]
  readonly #keys: number[]
  publicRows = 0
  privateRows = 0

  constructor(plan: ReleasePlan, sink: TruthSink) {
    const { columns } = plan.test.table
    const position = (name: string) => columns.findIndex((c) => c.name === name)
    const keyNames = plan.kind === 'matching' ? PAIR_COLUMNS : ['id']
    this.#keys = plan.keys.map(position)
    this.#writers = plan.labels.map(({ column, definition }) => ({
      writer: sink.open(definition, keyNames),
      at: position(column),
    }))
  }

  observe(batch: TypedBatch, parts: Uint8Array): void {
    for (let row = 0; row < batch.rowCount; row++) {
      const split = parts[row] === PART.public ? 'public' : 'private'
      if (split === 'public') this.publicRows++
      else this.privateRows++
      const keys = this.#keys.map((at) => cellText(batch.columns[at], row) ?? '')
      for (const { writer, at } of this.#writers)
        writer.write(keys, cellText(batch.columns[at], row) ?? '', split)
    }
  }

  finish(): TruthFile[] {
    return this.#writers.map(({ writer }) => writer.finish())
  }

  abandon(): void {
    for (const { writer } of this.#writers) writer.abandon()
  }
}
