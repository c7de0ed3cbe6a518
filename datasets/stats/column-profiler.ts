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
import { BoundedCounts } from './bounded-counts.ts'
import { DistinctEstimate } from './distinct-estimate.ts'
import type { Hash64 } from './hash64.ts'
import { hash64 } from './hash64.ts'
import { WordCounts } from './word-counts.ts'

const SHOWN_VALUES = 20
const SHOWN_CHARACTERS = 120
const SAMPLE_IMAGES = 24

const round = (value: number) => Number(value.toPrecision(12))

/** Milliseconds for instants and dates, the number itself for numbers. */
function numberOf(column: Exclude<TypedColumn, StringColumn>, row: number): number {
  if (column.type === 'timestamp') return Number(column.values[row]) / 1000
  if (column.type === 'date') return column.values[row] * 86_400_000
  return Number(column.values[row])
}

/** Gathers one column's profile row by row. Memory is bounded whatever the column holds. */
export class ColumnProfiler {
  readonly #schema: ColumnSchema
  readonly #labels: readonly string[]
  readonly #values: BoundedCounts
  readonly #distinct = new DistinctEstimate()
  readonly #numbers = new AutoHistogram()
  readonly #numbersOfLabel: AutoHistogram[]
  readonly #valuesOfLabel: BoundedCounts[]
  readonly #words: WordCounts | undefined
  readonly #images: string[] = []
  readonly #hash: Hash64 = { high: 0, low: 0 }
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
    this.#schema = schema
    this.#values = new BoundedCounts(countedValues)
    this.#labels = labels
    this.#numbersOfLabel = labels.map(() => new AutoHistogram())
    this.#valuesOfLabel = labels.map(() => new BoundedCounts(1000))
    this.#words = schema.modality === 'text' ? new WordCounts() : undefined
  }

  /** @param label position of the row's class, -1 for none */
  observe(column: TypedColumn, row: number, label: number): void {
    const ordinal = this.#rows++
    if (column.nulls[row]) {
      this.#nulls++
      return
    }
    if (column.type === 'string') this.#observeText(column, row, ordinal, label)
    else this.#observeNumber(column, row, label)
  }

  #observeNumber(column: Exclude<TypedColumn, StringColumn>, row: number, label: number): void {
    const value = numberOf(column, row)
    this.#count(String(value), label, column.type === 'boolean' || this.#schema.modality === 'categorical')
    if (column.type === 'boolean') return
    if (!Number.isFinite(value)) this.#nonFinite++
    else {
      this.#numbers.add(value)
      this.#numbersOfLabel[label]?.add(value)
    }
  }

  #observeText(column: StringColumn, row: number, ordinal: number, label: number): void {
    if (column.ends[row] === column.starts[row]) this.#empties++
    const free = this.#schema.modality === 'text' || this.#schema.modality === 'id'
    if (!free || this.#values.exact || this.#words) {
      const text = cellText(column, row) ?? ''
      this.#words?.observe(text, ordinal)
      this.#count(text, label, !free)
      if (this.#schema.modality === 'image') this.#sampleImage(text, ordinal)
    } else this.#estimate(column.bytes, column.starts[row], column.ends[row])
  }

  #count(text: string, label: number, byLabel: boolean): void {
    this.#values.add(text)
    if (byLabel) this.#valuesOfLabel[label]?.add(text)
    const bytes = Buffer.from(text, 'utf8')
    this.#estimate(bytes, 0, bytes.length)
  }

  #estimate(bytes: Uint8Array, start: number, end: number): void {
    this.#hash.high = 0
    this.#hash.low = 0
    hash64(this.#hash, bytes, start, end)
    this.#distinct.add(this.#hash)
  }

  /** Keeps rows at multiples of a stride that doubles when the sample is full: evenly spread, whatever the size. */
  #sampleImage(path: string, ordinal: number): void {
    if (ordinal % this.#imageStride !== 0) return
    this.#images.push(path)
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
    const top = this.#values.top(SHOWN_VALUES)
    const shown = top.reduce((sum, { count }) => sum + count, 0)
    const maps = this.#valuesOfLabel.map((counts) => new Map(counts.entries()))
    const name = (value: string) => (this.#schema.type === 'boolean' ? String(value === '1') : value)
    return {
      values: top.map(({ value, count }) => ({ value: name(value).slice(0, SHOWN_CHARACTERS), count })),
      otherCount: this.#rows - this.#nulls - shown,
      byLabel: this.#labelCounts((at) => top.map(({ value }) => maps[at].get(value) ?? 0)),
    }
  }

  finish(): ColumnProfile {
    const { name, type, modality, role } = this.#schema
    const exact = this.#values.exact
    const present = this.#rows - this.#nulls
    const distinct = exact ? this.#values.size : Math.min(present, this.#distinct.count())
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
