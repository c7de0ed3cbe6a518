import { cellText } from '../cell-text.ts'
import { ByteIndex } from '../stats/byte-index.ts'
import { byCount, type ValueCount } from '../stats/value-count.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome } from './check.ts'

/** Counts the classes of one label column in one split, and how often neighbouring rows agree. */
export class LabelCounter implements BatchObserver {
  readonly #at: number
  readonly #known = new ByteIndex()
  #numbers: number[] = []
  #rows = 0
  #agreeing = 0
  #last = -1

  /** @param at position of the label column */
  constructor(at: number) {
    this.#at = at
  }

  observe({ columns, rowCount }: TypedBatch): void {
    const column = columns[this.#at]
    for (let row = 0; row < rowCount; row++) {
      if (column.nulls[row]) continue
      if (column.type === 'string') this.#count(column.bytes, column.starts[row], column.ends[row])
      else {
        const text = Buffer.from(cellText(column, row) ?? '')
        this.#count(text, 0, text.length)
      }
    }
  }

  #count(bytes: Uint8Array, start: number, end: number): void {
    const label = this.#known.add(bytes, start, end)
    this.#rows++
    this.#numbers[label] = (this.#numbers[label] ?? 0) + 1
    if (label === this.#last) this.#agreeing++
    this.#last = label
  }

  /** Rows of each class so far. */
  get counts(): Map<string, number> {
    return new Map(this.#known.texts().map((text, label) => [text, this.#numbers[label]]))
  }

  get rows(): number {
    return this.#rows
  }

  /** Classes by number of rows, largest first. */
  classes(): ValueCount[] {
    return [...this.counts].map(([value, count]) => ({ value, count })).sort(byCount)
  }

  /** Whether rows lie sorted by label: neighbours agree far more often than in a random order. */
  looksSorted(): boolean {
    if (this.#rows < 50) return false
    let byChance = 0
    for (const count of this.counts.values()) byChance += (count / this.#rows) ** 2
    const observed = this.#agreeing / (this.#rows - 1)
    return observed > byChance + 0.25 * (1 - byChance) && byChance < 0.99
  }
}

/** The label columns of a dataset, counted in train and in test. */
export interface CountedLabel {
  column: string
  trainTable: string
  testTable: string
  train: LabelCounter
  test: LabelCounter
}

/** Class balance, classes of the test set that training never shows, and a row order that tells the label. */
export function labelChecks({ column, trainTable, testTable, train, test }: CountedLabel): Check[] {
  const found: Check[] = []
  const classes = train.classes()
  const [largest, smallest] = [classes[0], classes.at(-1)]
  const add = (code: Check['code'], severity: Check['severity'], table: string, message: string) =>
    found.push({ code, severity, table, column, message })
  if (!largest || !smallest) {
    add('no_labels', 'error', trainTable, `'${column}' has no label in any row.`)
    return found
  }
  if (classes.length === 1) {
    add('single_class', 'error', trainTable, `Every label of '${column}' is '${largest.value}'.`)
  }
  const known = train.counts
  const unseen = test.classes().filter(({ value }) => !known.has(value))
  if (unseen.length > 0) {
    const rows = unseen.reduce((sum, c) => sum + c.count, 0)
    const names = quoteSome(unseen.map((c) => c.value))
    add(
      'unseen_class',
      'warning',
      testTable,
      `${unseen.length} class(es) in ${rows} test row(s) never occur in training: ${names}.`,
    )
  }
  const share = largest.count / train.rows
  const balance = `${classes.length} classes, from '${largest.value}' (${largest.count} rows) to '${smallest.value}' (${smallest.count})`
  if (classes.length > 1 && share > 0.9) {
    add(
      'class_imbalance',
      'warning',
      trainTable,
      `${balance}: always answering '${largest.value}' is right in ${(100 * share).toFixed(1)} % of rows.`,
    )
  } else if (smallest.count < 5) {
    add('rare_class', 'info', trainTable, `${balance}: some classes have fewer than 5 rows to learn from.`)
  } else add('class_balance', 'info', trainTable, `${balance}.`)
  if (test.looksSorted()) {
    add(
      'order_tells_label',
      'warning',
      testTable,
      `Test rows lie sorted by '${column}', so their order gives labels away.`,
    )
  }
  return found
}
