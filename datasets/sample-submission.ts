import type { LabelCounter } from './checks/label-balance.ts'
import type { ReleaseBuild } from './release-build.ts'
import type { ReleasePlan } from './release-plan.ts'
import type { ColumnSchema } from './schema.ts'
import { PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'
import { DualTableWriter, type ReleaseFile } from './table-writers.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from './typed-batch.ts'

const column = (
  name: string,
  type: ColumnSchema['type'],
  modality: ColumnSchema['modality'],
): ColumnSchema => ({
  ...{ name, type, modality, nullable: false },
  role: modality === 'id' ? 'id' : 'label',
})

/**
 * A file that is accepted as it is and scores little: every test row with the commonest class of the training rows,
 * or every test pair with score 0. Written in both formats.
 */
export class SampleSubmission implements BatchObserver {
  readonly #writer: DualTableWriter
  readonly #keys: number[]
  readonly #answer: string | undefined

  private constructor(writer: DualTableWriter, keys: number[], answer: string | undefined) {
    this.#writer = writer
    this.#keys = keys
    this.#answer = answer
  }

  /** One for a matching dataset; else one per label, named for its definition when there are several. */
  static forPlan(
    build: ReleaseBuild,
    plan: ReleasePlan,
    labels: readonly { definition: string; column: string; train: LabelCounter }[],
  ): SampleSubmission[] {
    const given = plan.test.table.columns.filter(
      (c) => c.name !== SPLIT_COLUMN && !labels.some((l) => l.column === c.name),
    )
    const keys = plan.keys.map((name) => given.findIndex((c) => c.name === name))
    if (plan.kind === 'matching') {
      const ends = PAIR_COLUMNS.map((name, i) => ({ ...column(name, given[keys[i]].type, 'id') }))
      const table = { name: 'sample_submission', columns: [...ends, column('score', 'float64', 'numeric')] }
      return [new SampleSubmission(new DualTableWriter(build.folder, table), keys, undefined)]
    }
    return labels.map(({ definition, train }) => {
      const name = labels.length > 1 ? `sample_submission_${definition}` : 'sample_submission'
      const columns = [column('id', given[keys[0]].type, 'id'), column('prediction', 'string', 'categorical')]
      const writer = new DualTableWriter(build.folder, { name, columns })
      return new SampleSubmission(writer, keys, train.classes()[0]?.value ?? '')
    })
  }

  observe(batch: TypedBatch): void {
    const ids = this.#keys.map((at) => batch.columns[at])
    this.#writer.observe({ rowCount: batch.rowCount, columns: [...ids, this.#constant(batch.rowCount)] })
  }

  #constant(rowCount: number): TypedColumn {
    const nulls = new Uint8Array(rowCount)
    if (this.#answer === undefined) return { type: 'float64', values: new Float64Array(rowCount), nulls }
    const bytes = Buffer.from(this.#answer, 'utf8')
    const starts = new Uint32Array(rowCount)
    return { type: 'string', bytes, starts, ends: new Uint32Array(rowCount).fill(bytes.length), nulls }
  }

  finish(): ReleaseFile[] {
    return this.#writer.finish()
  }

  abandon(): void {
    this.#writer.abandon()
  }
}
