import { cellText } from '../cell-text.ts'
import type {
  ColumnProfile,
  LabelCounts,
  NumberProfile,
  TextProfile,
  ValuesProfile,
} from '../profile-types.ts'
import type { ColumnSchema } from '../schema.ts'
import type { StringColumn, TypedBatch, TypedColumn } from '../typed-batch.ts'
import { AutoHistogram } from './auto-histogram.ts'
import { cellHashes, textFacts } from './cell-hashes.ts'
import { columnNumbers } from './column-numbers.ts'
import { ValueCounts } from './value-counts.ts'
import { WordCounts } from './word-counts.ts'

const SHOWN_VALUES = 20
const SHOWN_CHARACTERS = 120
const SAMPLE_IMAGES = 24

const round = (value: number) => Number(value.toPrecision(12))

/** Gathers one column's profile batch by batch. Memory is bounded whatever the column holds. */
export class ColumnProfiler {
  readonly #schema: ColumnSchema
  readonly #labels: readonly string[]
  readonly #counted: ValueCounts
  /** Present for the columns that are shown in that way; of the others only how many values differ is wanted. */
  readonly #numbers: AutoHistogram | undefined
  readonly #words: WordCounts | undefined
  readonly #images: string[] = []
  readonly #showsValues: boolean
  #imageStride = 1
  #rows = 0
  #nulls = 0
  #empties = 0
  #nonFinite = 0

  /**
   * @param labels classes to break the column down by; empty for no breakdown
   * @param countedValues different values that are counted exactly
   */
  constructor(schema: ColumnSchema, labels: readonly string[], countedValues: number) {
    const { modality, type } = schema
    const isNamed = type === 'string' || type === 'boolean' || modality === 'categorical'
    this.#schema = schema
    this.#labels = labels
    this.#showsValues = isNamed && modality !== 'text' && modality !== 'id' && modality !== 'image'
    const classes = this.#showsValues ? labels.length : 0
    this.#counted = new ValueCounts({ limit: countedValues, named: this.#showsValues, classes })
    this.#numbers = isNamed ? undefined : new AutoHistogram(labels.length)
    this.#words = modality === 'text' ? new WordCounts(labels) : undefined
  }

  /**
   * @param at the column's position in the batch
   * @param classOf for each row the position of its class, -1 for none; absent when there are no classes
   */
  observe(batch: TypedBatch, at: number, classOf?: Int32Array): void {
    // the label itself is not broken down by its classes
    const classes = this.#labels.length > 0 ? classOf : undefined
    const column = batch.columns[at]
    const { name, type } = this.#schema
    if (column.type !== type) throw new TypeError(`column '${name}' is ${type}, the batch has ${column.type}`)
    const { rowCount } = batch
    const { nulls } = column
    const hashes = cellHashes(batch, column)
    const textOf = (row: number) => cellText(column, row) ?? ''
    this.#counted.add({ rowCount, nulls, hashes, textOf, classes })
    for (let row = 0; row < rowCount; row++) if (nulls[row]) this.#nulls++
    if (column.type === 'string') this.#observeTexts(batch, column, classes)
    else if (this.#numbers) this.#observeNumbers(column, this.#numbers, rowCount, classes)
    this.#rows += rowCount
  }

  #observeNumbers(
    column: Exclude<TypedColumn, StringColumn>,
    histogram: AutoHistogram,
    rowCount: number,
    classes: Int32Array | undefined,
  ): void {
    const { nulls } = column
    const numbers = columnNumbers(column, rowCount)
    for (let row = 0; row < rowCount; row++) {
      if (nulls[row]) continue
      if (Number.isFinite(numbers[row])) histogram.add(numbers[row], classes ? classes[row] : -1)
      else this.#nonFinite++
    }
  }

  #observeTexts(batch: TypedBatch, column: StringColumn, classes: Int32Array | undefined): void {
    const { starts, ends, nulls } = column
    const { rowCount } = batch
    for (let row = 0; row < rowCount; row++) if (!nulls[row] && starts[row] === ends[row]) this.#empties++
    this.#words?.observe(column, textFacts(batch, column).characters, this.#rows, classes)
    if (this.#schema.modality !== 'image') return
    for (let row = 0; row < rowCount; row++) if (!nulls[row]) this.#sampleImage(column, row, this.#rows + row)
  }

  /** Keeps rows at multiples of a stride that doubles when the sample is full: evenly spread, whatever the size. */
  #sampleImage(column: StringColumn, row: number, ordinal: number): void {
    if (ordinal % this.#imageStride !== 0) return
    this.#images.push(cellText(column, row) ?? '')
    if (this.#images.length < 2 * SAMPLE_IMAGES) return
    for (let i = 1; i < this.#images.length; i++) this.#images.splice(i, 1)
    this.#imageStride *= 2
  }

  #byLabel(counts: (at: number) => number[]): LabelCounts[] | undefined {
    if (this.#labels.length === 0) return undefined
    return this.#labels.map((label, at) => ({ label, counts: counts(at) }))
  }

  #numberProfile(all: AutoHistogram): NumberProfile {
    const known = all.count > 0
    const { bins, byClass } = all.bars()
    return {
      min: known ? all.min : null,
      max: known ? all.max : null,
      mean: known && Number.isFinite(all.mean) ? round(all.mean) : null,
      standardDeviation:
        known && Number.isFinite(all.standardDeviation) ? round(all.standardDeviation) : null,
      nonFinite: this.#nonFinite,
      bins,
      byLabel: this.#byLabel((at) => byClass[at]),
    }
  }

  #valuesProfile(): ValuesProfile {
    const top = this.#counted.top(SHOWN_VALUES)
    const shown = top.reduce((sum, { count }) => sum + count, 0)
    return {
      values: top.map(({ value, count }) => ({ value: value.slice(0, SHOWN_CHARACTERS), count })),
      otherCount: this.#rows - this.#nulls - shown,
      byLabel: this.#byLabel((at) => top.map(({ byClass }) => byClass[at])),
    }
  }

  finish(): ColumnProfile {
    const { name, type, modality, role } = this.#schema
    const { exact } = this.#counted
    const distinct = Math.min(this.#rows - this.#nulls, this.#counted.distinct())
    const text: TextProfile | undefined = this.#words?.finish()
    const profile: ColumnProfile = {
      ...{ name, type, modality, role, nulls: this.#nulls, empties: this.#empties },
      ...{ distinct, distinctExact: exact },
    }
    if (text) profile.text = text
    else if (modality === 'image') profile.images = this.#images.slice(0, SAMPLE_IMAGES)
    else if (this.#numbers) profile.numbers = this.#numberProfile(this.#numbers)
    else if (this.#showsValues) profile.values = this.#valuesProfile()
    return profile
  }
}
