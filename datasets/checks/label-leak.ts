import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import { HashedSample } from '../stats/hashed-sample.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from '../typed-batch.ts'
import type { Check } from './check.ts'
import { type CellLabel, type ColumnScore, halves, scoreColumn } from './single-column-score.ts'
import type { SplitRows } from './split-rows.ts'

/** Cells that are kept at most, and rows; a wider table keeps fewer rows. */
const MAX_CELLS = 500_000
const MAX_ROWS = 20_000
const LONGEST_VALUE = 200
/** With fewer rows outside the commonest class everything looks like a rule. */
const MIN_OTHERS = 10
/** Above this part of the way from the commonest class to perfect, one column answers the task. */
const GIVES_AWAY = 0.99
const WORTH_SAYING = 0.05

interface Row {
  label: string
  cells: CellLabel['cell'][]
}

/** Numbers as numbers, so that they can be ordered; long texts never repeat and count as missing. */
function cellOf(column: TypedColumn, row: number): CellLabel['cell'] {
  if (column.nulls[row]) return null
  if (column.type !== 'string') return Number(column.values[row])
  return column.ends[row] - column.starts[row] > LONGEST_VALUE ? null : cellText(column, row)
}

const percent = (part: number) => `${(100 * part).toFixed(1)} %`

function scored({ accuracy, majority }: ColumnScore): string {
  return `${percent(accuracy)} of rows held out (the commonest class: ${percent(majority)})`
}

/**
 * Watches a labelled table for a feature that gives the label away: one that equals it in every row, or that alone
 * answers rows held out from a sample of up to 20,000. Rules are fitted on one half and measured on the other, so
 * that a column whose values hardly repeat, such as an id, does not look like an answer. Ids are fitted on training
 * rows and measured on test rows, by what they begin with and by the number they end with.
 */
export class LabelLeak {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #table: TableSchema
  readonly #label: string
  readonly #features: { at: number; equal: boolean }[]
  readonly #sample: HashedSample<Row>
  readonly #ids: Record<'train' | 'test', HashedSample<CellLabel>>
  #rows = 0

  /**
   * @param train the released training table
   * @param test the given test table, with its labels
   * @param idName the column that names a row; undefined for pairs
   * @param rows of the tables
   */
  constructor(
    train: TableSchema,
    test: TableSchema,
    labelName: string,
    idName: string | undefined,
    rows: SplitRows = {},
  ) {
    this.#table = train
    this.#label = labelName
    this.#features = train.columns.flatMap((c, at) =>
      c.role === 'feature' && c.modality !== 'image' ? [{ at, equal: true }] : [],
    )
    const wide = Math.floor(MAX_CELLS / Math.max(1, this.#features.length))
    this.#sample = new HashedSample(Math.max(1000, Math.min(MAX_ROWS, wide)), rows.train)
    this.#ids = {
      train: new HashedSample(MAX_ROWS, rows.train),
      test: new HashedSample(MAX_ROWS, rows.test),
    }
    this.train = this.#watcher(train, idName, 'train')
    this.test = this.#watcher(test, idName, 'test')
  }

  #watcher(table: TableSchema, idName: string | undefined, which: 'train' | 'test'): BatchObserver {
    const label = table.columns.findIndex((c) => c.name === this.#label)
    const id = table.columns.findIndex((c) => c.name === idName)
    let ordinal = 0
    return {
      observe: (batch) => {
        const { nulls } = batch.columns[label]
        const text = (row: number) => cellText(batch.columns[label], row) ?? ''
        for (let row = 0; row < batch.rowCount; row++, ordinal++) {
          if (nulls[row]) continue
          if (id >= 0 && this.#ids[which].wants(ordinal))
            this.#ids[which].keep(ordinal, { cell: cellText(batch.columns[id], row), label: text(row) })
          if (which === 'test') continue
          this.#rows++
          if (!this.#sample.wants(ordinal)) continue
          const cells = this.#features.map(({ at }) => cellOf(batch.columns[at], row))
          this.#sample.keep(ordinal, { label: text(row), cells })
        }
        if (which === 'train') this.#compare(batch, label)
      },
    }
  }

  /** Which features are still equal to the label: few for long, so the others are not even looked at. */
  #compare({ columns, rowCount }: TypedBatch, label: number): void {
    const { nulls } = columns[label]
    for (const feature of this.#features) {
      for (let row = 0; feature.equal && row < rowCount; row++) {
        if (!nulls[row]) feature.equal = cellText(columns[feature.at], row) === cellText(columns[label], row)
      }
    }
  }

  checks(): Check[] {
    const [fit, measure] = halves(this.#sample.items)
    const classes = new Set(this.#sample.items.map((item) => item.value.label))
    if (classes.size < 2) return []
    const found: Check[] = []
    let best: { column: string; score: ColumnScore } | undefined
    this.#features.forEach(({ at, equal }, i) => {
      const column = this.#table.columns[at].name
      const place = { table: this.#table.name, column }
      if (equal && this.#rows >= 2 * MIN_OTHERS) {
        const message = `'${column}' equals '${this.#label}' in every row.`
        found.push({ code: 'feature_equals_label', severity: 'error', ...place, message })
        return
      }
      const of = (rows: typeof fit) => rows.map(({ value }) => ({ cell: value.cells[i], label: value.label }))
      const score = scoreColumn(of(fit), of(measure))
      if (score.others < MIN_OTHERS) return
      if (score.skill >= GIVES_AWAY) {
        const message = `'${column}' alone gives '${this.#label}' right in ${scored(score)}.`
        found.push({ code: 'feature_gives_label', severity: 'warning', ...place, message })
      } else if (score.skill > (best?.score.skill ?? WORTH_SAYING)) best = { column, score }
    })
    if (best) {
      const message = `The best column by itself, '${best.column}', gives '${this.#label}' right in ${scored(best.score)}.`
      const place = { table: this.#table.name, column: best.column }
      found.push({ code: 'best_single_feature', severity: 'info', ...place, message })
    }
    return [...found, ...this.#idChecks()]
  }

  #idChecks(): Check[] {
    const of = (which: 'train' | 'test', part: (id: string) => string | number) =>
      this.#ids[which].items.map(({ value }) => ({ ...value, cell: part(String(value.cell)) }))
    const parts: [string, (id: string) => string | number][] = [
      ['what they begin with', (id) => /^\D*/.exec(id)?.[0] ?? ''],
      ['the number they end with', (id) => Number(/\d{1,15}$/.exec(id)?.[0] ?? Number.NaN)],
    ]
    for (const [what, part] of parts) {
      const score = scoreColumn(of('train', part), of('test', part))
      if (score.others < MIN_OTHERS || score.skill < 0.9) continue
      const message = `Ids alone, by ${what}, give '${this.#label}' right in ${percent(score.accuracy)} of test rows (the commonest class: ${percent(score.majority)}).`
      return [{ code: 'id_gives_label', severity: 'warning', table: this.#table.name, message }]
    }
    return []
  }
}
