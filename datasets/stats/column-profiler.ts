import { cellText } from '../cell-text.ts'
import type {
  ColumnProfile,
  LabelCounts,
  NumberProfile,
  TextProfile,
  ValuesProfile,
} from '../profile-types.ts'
import type { ColumnSchema } from '../schema.ts'
import type { StringColumn, TypedColumn } from '../typed-batch.ts'
import { AutoHistogram } from './auto-histogram.ts'
import { NumberCounts, TextCounts } from './cell-counts.ts'
import { numberReader } from './number-reader.ts'
import { WordCounts } from './word-counts.ts'

const SHOWN_VALUES = 20
const SHOWN_CHARACTERS = 120
const SAMPLE_IMAGES = 24
/** Different values that are counted for each class. */
const COUNTED_BY_LABEL = 1000

const round = (value: number) => Number(value.toPrecision(12))

/** Gathers one column's profile batch by batch. Memory is bounded whatever the column holds. */
export class ColumnProfiler {
  readonly #schema: ColumnSchema
  readonly #labels: readonly string[]
  readonly #counted: TextCounts | NumberCounts
  readonly #numbers = new AutoHistogram()
  readonly #numbersOfLabel: AutoHistogram[]
  /** Per label, how often each known value occurred with it. */
  readonly #countsOfLabel: Map<number, number>[]
  readonly #words: WordCounts | undefined
  readonly #images: string[] = []
  /** Values are shown and counted by class; otherwise only how many differ is wanted. */
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
    this.#schema = schema
    this.#showsValues =
      type === 'string'
        ? modality !== 'text' && modality !== 'id'
        : type === 'boolean' || modality === 'categorical'
    const Counts = type === 'string' ? TextCounts : NumberCounts
    this.#counted = new Counts(countedValues, this.#showsValues)
    this.#labels = labels
    this.#numbersOfLabel = labels.map(() => new AutoHistogram())
    this.#countsOfLabel = labels.map(() => new Map())
    this.#words = modality === 'text' ? new WordCounts(labels) : undefined
  }

  /** @param labels for each row the position of its class, -1 for none; absent when there are no classes */
  observe(column: TypedColumn, rowCount: number, labels?: Int32Array): void {
    const counts = this.#counted
    if (column.type === 'string' && counts instanceof TextCounts)
      this.#observeTexts(column, counts, rowCount, labels)
    else if (column.type !== 'string' && counts instanceof NumberCounts)
      this.#observeNumbers(column, counts, rowCount, labels)
    else
      throw new TypeError(
        `column '${this.#schema.name}' is ${this.#schema.type}, the batch has ${column.type}`,
      )
    this.#rows += rowCount
  }

  #observeNumbers(
    column: Exclude<TypedColumn, StringColumn>,
    counts: NumberCounts,
    rowCount: number,
    labels?: Int32Array,
  ): void {
    const { nulls } = column
    const numberOf = numberReader(column)
    for (let row = 0; row < rowCount; row++) {
      if (nulls[row]) {
        this.#nulls++
        continue
      }
      const value = numberOf(row)
      const label = labels ? labels[row] : -1
      const entry = counts.add(value)
      if (this.#showsValues) this.#countByLabel(entry, label)
      if (column.type === 'boolean') continue
      if (!Number.isFinite(value)) this.#nonFinite++
      else {
        this.#numbers.add(value)
        if (label >= 0) this.#numbersOfLabel[label]?.add(value)
      }
    }
  }

  #observeTexts(column: StringColumn, counts: TextCounts, rowCount: number, labels?: Int32Array): void {
    const { bytes, starts, ends, nulls } = column
    const isImage = this.#schema.modality === 'image'
    for (let row = 0; row < rowCount; row++) {
      if (nulls[row]) {
        this.#nulls++
        continue
      }
      const [start, end] = [starts[row], ends[row]]
      if (start === end) this.#empties++
      const entry = counts.add(bytes, start, end)
      if (this.#showsValues && labels) this.#countByLabel(entry, labels[row])
      this.#words?.observe(bytes, start, end, this.#rows + row, labels ? labels[row] : -1)
      if (isImage) this.#sampleImage(column, row, this.#rows + row)
    }
  }

  #countByLabel(entry: number, label: number): void {
    if (entry < 0 || label < 0) return
    const counts = this.#countsOfLabel[label]
    if (counts && (counts.size < COUNTED_BY_LABEL || counts.has(entry)))
      counts.set(entry, (counts.get(entry) ?? 0) + 1)
  }

  /** Keeps rows at multiples of a stride that doubles when the sample is full: evenly spread, whatever the size. */
  #sampleImage(column: StringColumn, row: number, ordinal: number): void {
    if (ordinal % this.#imageStride !== 0) return
    this.#images.push(cellText(column, row) ?? '')
    if (this.#images.length < 2 * SAMPLE_IMAGES) return
    for (let i = 1; i < this.#images.length; i++) this.#images.splice(i, 1)
    this.#imageStride *= 2
  }

  #labelCounts(counts: (at: number) => number[]): LabelCounts[] | undefined {
    if (this.#labels.length === 0) return undefined
    return this.#labels.map((label, at) => ({ label, counts: counts(at) }))
  }

  #numberProfile(): NumberProfile {
    const all = this.#numbers
    const known = all.count > 0
    return {
      min: known ? all.min : null,
      max: known ? all.max : null,
      mean: known && Number.isFinite(all.mean) ? round(all.mean) : null,
      standardDeviation:
        known && Number.isFinite(all.standardDeviation) ? round(all.standardDeviation) : null,
      nonFinite: this.#nonFinite,
      bins: all.bins(),
      byLabel: this.#labelCounts((at) => this.#numbersOfLabel[at].bins(24, all).map((bin) => bin.count)),
    }
  }

  #valuesProfile(): ValuesProfile {
    const top = this.#counted.top(SHOWN_VALUES)
    const shown = top.reduce((sum, { count }) => sum + count, 0)
    const name = (value: string) => (this.#schema.type === 'boolean' ? String(value === '1') : value)
    return {
      values: top.map(({ value, count }) => ({ value: name(value).slice(0, SHOWN_CHARACTERS), count })),
      otherCount: this.#rows - this.#nulls - shown,
      byLabel: this.#labelCounts((at) => top.map(({ entry }) => this.#countsOfLabel[at].get(entry) ?? 0)),
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
    else if (type !== 'string' && type !== 'boolean' && modality !== 'categorical')
      profile.numbers = this.#numberProfile()
    else if (modality !== 'id') profile.values = this.#valuesProfile()
    return profile
  }
}
