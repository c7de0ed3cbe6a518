/**
 * Rows of predictions to rows of truth, by the exact bytes of their ids. Pure: it is fed batches and holds no file.
 *
 *     const index = new TruthIndex(truthSpec)
 *     for await (const batch of truth.batches()) index.add(batch)
 *     const alignment = new Alignment(index, predictionSpec, { coverage: 'exact' })
 *     for await (const batch of predictions.batches()) {
 *       const ordinals = alignment.add(batch) // row i of the batch is row ordinals[i] of the truth
 *     }
 *     const findings = await alignment.finish()
 */
import type { TableBatch } from '#core/table.ts'
import { KeyTable } from './align/key-table.ts'
import { type Findings, ProblemList, quoteCell } from './align/problem-list.ts'
import { RepeatedKeys } from './align/repeated-keys.ts'
import { describeKey, type KeySpec, RowKeys } from './align/row-keys.ts'
import { SeenRows } from './align/seen-rows.ts'

/** The ids (or pairs of ids) of a truth; ordinal i is its i-th row. */
export class TruthIndex {
  readonly keys: KeyTable
  #rowKeys: RowKeys
  #problems = new ProblemList()
  #ordinals = new Uint32Array(0)

  constructor(spec: KeySpec, options: { expectedRows?: number } = {}) {
    this.#rowKeys = new RowKeys(spec)
    this.keys = new KeyTable({ expectedKeys: options.expectedRows })
  }

  /** Rows so far. */
  get size(): number {
    return this.keys.size
  }

  /** Adds a batch's rows, in order. A repeated or empty id is a problem of the truth: see `findings`. */
  add(batch: TableBatch): void {
    if (this.#ordinals.length < batch.rowCount) this.#ordinals = new Uint32Array(batch.rowCount)
    this.#rowKeys.eachEmpty(batch, (row, column) => reportEmpty(this.#problems, batch, row, column))
    let expected = this.keys.size
    this.keys.intern(this.#rowKeys.of(batch), batch.rowCount, this.#ordinals)
    for (let row = 0; row < batch.rowCount; row++) {
      const ordinal = this.#ordinals[row]
      if (ordinal === expected) expected++
      else {
        this.#problems.add('duplicate_id', () => ({
          line: batch.lineOf(row),
          column: this.#rowKeys.spec.names.join(','),
          message: `${describeKey(this.keys.key(ordinal), quoteCell)} stands in the truth more than once.`,
        }))
      }
    }
  }

  /** What is wrong with the truth itself; the organiser's to mend. */
  findings(): Findings {
    return this.#problems.findings()
  }
}

/**
 * How predictions must cover the truth. `exact`: every id of the truth exactly once and no other. `any`: any rows, none
 * twice; a row that is not in the truth is a prediction like any other (a match list's non-match).
 */
export type Coverage = 'exact' | 'any'

/** Follows one predictions file, batch by batch. */
export class Alignment {
  #truth: KeyTable
  #rowKeys: RowKeys
  #coverage: Coverage
  #problems = new ProblemList()
  #ordinals = new Uint32Array(0)
  #seen: SeenRows
  /** Coverage `any`: what is kept of the rows that are not in the truth. */
  #others: RepeatedKeys
  #hashes = new BigUint64Array(0)
  #guess = 0

  constructor(truth: KeyTable, spec: KeySpec, options: { coverage: Coverage }) {
    this.#truth = truth
    this.#rowKeys = new RowKeys(spec)
    this.#coverage = options.coverage
    this.#seen = new SeenRows(truth.size, options.coverage === 'exact' ? truth.size : 0)
    this.#others = new RepeatedKeys(truth)
  }

  /** Different rows of the truth that have a prediction so far. */
  get covered(): number {
    return this.#seen.count
  }

  /** The rows of the truth in the order in which the file speaks of them; a view. */
  get ordinals(): Uint32Array {
    return this.#seen.ordinals
  }

  /**
   * The truth's ordinal for each row of the batch, ABSENT for a row that is not in the truth. The array is reused by
   * the next call; its first `batch.rowCount` values count.
   */
  add(batch: TableBatch): Uint32Array {
    const { rowCount } = batch
    if (this.#ordinals.length < rowCount) this.#ordinals = new Uint32Array(rowCount)
    const ordinals = this.#ordinals
    this.#rowKeys.eachEmpty(batch, (row, column) => reportEmpty(this.#problems, batch, row, column))
    const keys = this.#rowKeys.of(batch)
    if (this.#coverage === 'any') {
      if (this.#hashes.length < rowCount) this.#hashes = new BigUint64Array(rowCount)
      this.#guess = this.#truth.find(keys, rowCount, ordinals, this.#guess, this.#hashes)
      this.#others.note(this.#hashes, ordinals, rowCount)
    } else this.#guess = this.#truth.find(keys, rowCount, ordinals, this.#guess)
    this.#seen.note(
      batch,
      ordinals,
      (row) => {
        const ordinal = ordinals[row]
        this.#reportRepeated(
          () => this.#truth.key(ordinal),
          batch.lineOf(row),
          () => this.#seen.lineOf(ordinal),
        )
      },
      (row) => {
        if (this.#coverage === 'exact')
          this.#reportUnknown(keys.bytes, keys.starts[row], keys.ends[row], batch, row)
      },
    )
    return ordinals
  }

  /**
   * What is wrong with the file as a whole: `missing_id`, `unknown_id`, `duplicate_id`, `empty_id`. With coverage `any`
   * pass `again`, which reads the file once more; it is called only where two rows are suspected to be the same.
   */
  async finish(again?: () => AsyncIterable<TableBatch>): Promise<Findings> {
    if (this.#coverage === 'exact') this.#reportMissing()
    else if (this.#others.findSuspects()) {
      if (!again) throw new TypeError('finish() needs a way to read the file again')
      await this.#others.confirm(again(), this.#rowKeys, (key, line, first) =>
        this.#reportRepeated(
          () => key,
          line,
          () => first,
        ),
      )
    }
    return this.#problems.findings()
  }

  get #columnNames(): string {
    return this.#rowKeys.spec.names.join(',')
  }

  #reportUnknown(bytes: Uint8Array, start: number, end: number, batch: TableBatch, row: number): void {
    this.#problems.add('unknown_id', () => ({
      line: batch.lineOf(row),
      column: this.#columnNames,
      message: `${describeKey(bytes.subarray(start, end), quoteCell)} is not in the task. Remove this row.`,
    }))
  }

  #reportRepeated(key: () => Uint8Array, line: number, firstLine: () => number): void {
    this.#problems.add('duplicate_id', () => ({
      line,
      column: this.#columnNames,
      message: `${describeKey(key(), quoteCell)} was already predicted on line ${firstLine()}. Keep one of the two rows.`,
    }))
  }

  #reportMissing(): void {
    if (this.#seen.count === this.#truth.size) return
    for (let ordinal = 0; ordinal < this.#truth.size; ordinal++) {
      if (this.#seen.has(ordinal)) continue
      this.#problems.add('missing_id', () => ({
        column: this.#columnNames,
        message: `${describeKey(this.#truth.key(ordinal), quoteCell)} has no prediction. Add a row for it.`,
      }))
    }
  }
}

function reportEmpty(problems: ProblemList, batch: TableBatch, row: number, column: string): void {
  problems.add('empty_id', () => ({
    line: batch.lineOf(row),
    column,
    message: 'The id is empty. Write the id exactly as in the task.',
  }))
}
