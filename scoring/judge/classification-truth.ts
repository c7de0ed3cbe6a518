/** The truth of a classification task: `id,label[,split]`. */
import type { TableBatch } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { ClassCodes } from '../align/class-codes.ts'
import { KeyTable } from '../align/key-table.ts'
import { ABSENT } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { TruthIndex } from '../align.ts'
import { checkHeader } from './check-header.ts'
import { compareBytes } from './compare-bytes.ts'
import { growingCodes } from './growing-array.ts'
import { numbersIn, type OpenTable, readingTruth, textColumn, truthFault } from './opened-table.ts'
import { type SplitCodes, SplitReader } from './truth-splits.ts'

/** Prepared truth: ids, the class position of each row, splits, and the class list. */
export interface ClassificationTruth {
  index: Pick<TruthIndex, 'keys' | 'size'>
  labels: Uint32Array
  splits: SplitCodes
  classes: readonly string[]
  /** Whether the task declared no classes, so that the list holds the labels of the truth, sorted by code point. */
  classesFromTruth: boolean
}

/**
 * Reads the truth of a classification task.
 *
 * @throws GrandstandError `internal` where the truth itself is wrong
 */
export function readClassificationTruth(spec: TaskSpec, open: OpenTable): Promise<ClassificationTruth> {
  return readingTruth(async () => {
    const table = await open(numbersIn([]))
    const problems = new ProblemList()
    checkHeader(table.columns, { required: ['id', 'label'], optional: ['split'] }, 'the truth', problems)
    if (!problems.isEmpty) throw truthFault('', problems.findings())
    const index = new TruthIndex({ names: ['id'], positions: [table.columns.indexOf('id')] })
    const splits = new SplitReader(table.columns)
    const labelAt = table.columns.indexOf('label')
    const encoder = spec.classes ? declaredEncoder(spec.classes, problems) : new FoundClasses(problems)
    const labels = growingCodes()
    for await (const batch of table.batches()) {
      index.add(batch)
      splits.add(batch)
      labels.append(encoder.encode(batch, labelAt, 'label'), batch.rowCount)
    }
    if (!problems.isEmpty)
      throw truthFault('It has labels that are no class of the task.', problems.findings())
    const findings = index.findings()
    if (findings.problemCount > 0) throw truthFault('', findings)
    if (index.size === 0) throw truthFault('It has no rows.')
    const { classes, positions } = encoder.finish()
    const codes = labels.values
    if (positions !== null) for (let i = 0; i < codes.length; i++) codes[i] = positions[codes[i]]
    return { index, labels: codes, splits: splits.finish(), classes, classesFromTruth: !spec.classes }
  })
}

interface LabelEncoder {
  encode(batch: TableBatch, position: number, column: string): Uint32Array
  /** The class list, and where each code stands in it (null: at its own position). */
  finish(): { classes: readonly string[]; positions: Uint32Array | null }
}

function declaredEncoder(classes: readonly string[], problems: ProblemList): LabelEncoder {
  const codes = new ClassCodes(classes)
  return {
    encode: (batch, position, column) => codes.encode(batch, position, column, problems),
    finish: () => ({ classes, positions: null }),
  }
}

/** Collects the different labels as they come. */
class FoundClasses implements LabelEncoder {
  #labels = new KeyTable()
  #codes = new Uint32Array(0)
  #problems: ProblemList

  constructor(problems: ProblemList) {
    this.#problems = problems
  }

  encode(batch: TableBatch, position: number, column: string): Uint32Array {
    const cells = textColumn(batch, position)
    if (this.#codes.length < batch.rowCount) this.#codes = new Uint32Array(batch.rowCount)
    this.#labels.intern(cells, batch.rowCount, this.#codes)
    for (let row = 0; cells.nulls !== undefined && row < batch.rowCount; row++) {
      if (cells.nulls[row] === 0) continue
      this.#problems.add('empty_label', () => ({
        line: batch.lineOf(row),
        column,
        message: 'The label is empty.',
      }))
    }
    return this.#codes
  }

  finish(): { classes: readonly string[]; positions: Uint32Array } {
    const order = Array.from({ length: this.#labels.size }, (_, code) => code)
    order.sort((a, b) => compareBytes(this.#labels.key(a), this.#labels.key(b)))
    const positions = new Uint32Array(order.length).fill(ABSENT)
    order.forEach((code, position) => {
      positions[code] = position
    })
    return { classes: order.map((code) => this.#labels.text(code)), positions }
  }
}
