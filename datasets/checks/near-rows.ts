import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import type { Hash64 } from '../stats/hash64.ts'
import { HashedSample, scatter } from '../stats/hashed-sample.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import type { Check } from './check.ts'
import { share } from './check.ts'
import { contentColumns, type IdenticalRows } from './identical-rows.ts'
import { RowSketch, tokenOverlap } from './row-sketch.ts'
import type { SplitRows } from './split-rows.ts'

/** Training rows that are kept to compare with, about 500 bytes each. */
const MAX_KEPT = 30_000
/** Test rows that are looked at. */
const MAX_LOOKS = 10_000
/** Cells that are looked at in either table: of a wider table fewer rows, but a thousand. */
const MAX_CELLS = 2_000_000
const LEAST_ROWS = 1000
/** Training rows from which it is estimated how much a column says. */
const MAX_COUNTED = 2000
/** Rows with fewer words are near each other by chance. */
const MIN_WORDS = 8
const NEAR = 0.9
/**
 * A pair whose overlap is 0.9 shares one of six bands of five minima with a chance of 99.5 %; one of 0.2, as two texts
 * of one subject may have, with 0.2 %.
 */
const BANDS = 6
const MINIMA = 5
const MAX_CANDIDATES = 8
/** Coincidences that are expected for a test row, beyond which an equal row says nothing. */
const MAX_BY_CHANCE = 0.01

interface Named {
  id: string
  label: string | null
}

interface Kept extends Named {
  tokens: Uint32Array
  normal: Hash64
  words: number
}

const ORDERS = BANDS * MINIMA
const FACTORS = Uint32Array.from({ length: ORDERS }, (_, order) => scatter(order, 5) | 1)
const minima = new Uint32Array(ORDERS)

/** What rows that share nearly all tokens have in common: hashes of the tokens that come first in random orders. */
function bandsOf(tokens: Uint32Array): number[] {
  minima.fill(0xffffffff)
  for (const token of tokens) {
    const start = token ^ (token >>> 15)
    for (let order = 0; order < ORDERS; order++) {
      const at = Math.imul(start, FACTORS[order]) >>> 0
      if (at < minima[order]) minima[order] = at
    }
  }
  return Array.from({ length: BANDS }, (_, band) => {
    let hash = band
    for (let i = 0; i < MINIMA; i++)
      hash = Math.imul(hash ^ minima[band * MINIMA + i], 0x85ebca6b) ^ (hash >>> 13)
    return hash | 0
  })
}

/** What came of looking at one test row. */
interface Look {
  near: boolean
  /** Both ids, and whether the two labels agree. */
  example?: string
  agrees?: boolean
}

/**
 * Finds test rows that are a training row in other words: equal but for capitals, spaces, punctuation and rounding, or
 * sharing 90 % of their words and values (MinHash). Looks at samples of at most 30,000 and 10,000 rows, and says so where
 * they are not all. Rows that are exactly equal are for {@link IdenticalRows}. Stays silent where the columns are
 * so coarse that equal rows are to be expected.
 */
export class NearRows {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #identical: IdenticalRows
  readonly #table: string
  readonly #trainName: string
  readonly #names: string[]
  readonly #kept: HashedSample<Kept>
  readonly #looks: HashedSample<Look>
  readonly #cellSample: HashedSample<Uint32Array>
  /** Per band and hash the first row that was kept, and per band and row the next one with the same hash; -1 for none. */
  readonly #byBand: Map<number, number>[] = Array.from({ length: BANDS }, () => new Map())
  #next: Int32Array[] = []
  readonly #byNormal = new Map<number, Kept>()
  #chance: number | undefined
  #trainRows = 0

  /**
   * @param test the given test table, with its labels
   * @param rowsOf of the tables
   */
  constructor(
    train: TableSchema,
    test: TableSchema,
    keyName: string,
    labelName: string,
    same: IdenticalRows,
    rowsOf: SplitRows = {},
  ) {
    this.#identical = same
    this.#table = test.name
    this.#trainName = train.name
    this.#names = contentColumns(train, test)
    const rows = Math.max(LEAST_ROWS, Math.floor(MAX_CELLS / Math.max(1, this.#names.length)))
    this.#kept = new HashedSample(Math.min(MAX_KEPT, rows), rowsOf.train)
    this.#looks = new HashedSample(Math.min(MAX_LOOKS, rows), rowsOf.test)
    this.#cellSample = new HashedSample(Math.min(MAX_COUNTED, rows >> 1), rowsOf.train)
    const reader = (table: TableSchema) => {
      const [key, label] = [keyName, labelName].map((name) => table.columns.findIndex((c) => c.name === name))
      return (batch: TypedBatch, row: number): Named => ({
        id: cellText(batch.columns[key], row) ?? '',
        label: cellText(batch.columns[label], row),
      })
    }
    const [readTrain, readTest] = [reader(train), reader(test)]
    const [trainSketch, testSketch] = [new RowSketch(train, this.#names), new RowSketch(test, this.#names)]
    this.train = this.#watch((batch, row, ordinal) => {
      this.#trainRows++
      const [isKept, isCounted] = [this.#kept.wants(ordinal), this.#cellSample.wants(ordinal)]
      if (!isKept && !isCounted) return
      trainSketch.observe(batch, row)
      if (isCounted) this.#cellSample.keep(ordinal, trainSketch.cells.slice())
      if (!isKept) return
      this.#kept.keep(ordinal, {
        ...readTrain(batch, row),
        tokens: trainSketch.tokens().slice(),
        normal: { ...trainSketch.normal },
        words: trainSketch.textTokens,
      })
    })
    this.test = this.#watch((batch, row, ordinal) => {
      this.#looks.offer(ordinal, () => {
        testSketch.observe(batch, row)
        return this.#look(batch, row, testSketch, readTest)
      })
    })
  }

  #watch(visit: (batch: TypedBatch, row: number, ordinal: number) => void): BatchObserver {
    let ordinal = 0
    const observe = (batch: TypedBatch) => {
      if (this.#names.length === 0) return
      for (let row = 0; row < batch.rowCount; row++) visit(batch, row, ordinal++)
    }
    return { observe }
  }

  #look(batch: TypedBatch, row: number, sketch: RowSketch, read: (b: TypedBatch, r: number) => Named): Look {
    this.#chance ??= this.#prepare()
    const other = (this.#chance <= MAX_BY_CHANCE && this.#equal(sketch)) || this.#partner(sketch)
    if (!other || this.#identical.isCopy(row)) return { near: false }
    const own = read(batch, row)
    return { near: true, example: `${own.id} ~ ${other.id}`, agrees: other.label === own.label }
  }

  /** Indexes what was kept, and says how many equal rows a test row would meet by chance. */
  #prepare(): number {
    const { items } = this.#kept
    for (const { value } of items) this.#byNormal.set(value.normal.low, value)
    this.#next = this.#byBand.map(() => new Int32Array(items.length))
    for (let at = items.length - 1; at >= 0; at--) {
      const { value } = items[at]
      if (value.words < MIN_WORDS) continue
      bandsOf(value.tokens).forEach((key, band) => {
        this.#next[band][at] = this.#byBand[band].get(key) ?? -1
        this.#byBand[band].set(key, at)
      })
    }
    return this.#byNormal.size * 2 ** -this.#bits()
  }

  /** How much a row says, in bits: the collision entropy of its columns in a sample of training rows. */
  #bits(): number {
    const rows = this.#cellSample.items.map((item) => item.value)
    const pairs = (rows.length * (rows.length - 1)) / 2
    let bits = 0
    for (let i = 0; i < this.#names.length && pairs > 0; i++) {
      const counts = new Map<number, number>()
      for (const row of rows) counts.set(row[i], (counts.get(row[i]) ?? 0) + 1)
      let equal = 0
      for (const count of counts.values()) equal += (count * (count - 1)) / 2
      bits += Math.log2(pairs / Math.max(1, equal))
    }
    return bits
  }

  #equal({ normal }: RowSketch): Kept | undefined {
    const found = this.#byNormal.get(normal.low)
    return found?.normal.high === normal.high ? found : undefined
  }

  #partner(sketch: RowSketch): Kept | undefined {
    if (sketch.textTokens < MIN_WORDS) return undefined
    const tokens = sketch.tokens()
    let best: Kept | undefined
    let overlap = NEAR
    const compared = new Set<number>()
    bandsOf(tokens).forEach((key, band) => {
      let at = this.#byBand[band].get(key) ?? -1
      for (let looks = 0; at >= 0 && looks < MAX_CANDIDATES; looks++, at = this.#next[band][at]) {
        if (compared.has(at)) continue
        compared.add(at)
        const { value } = this.#kept.items[at]
        const found = tokenOverlap(tokens, value.tokens)
        if (found < overlap || (found === overlap && best)) continue
        best = value
        overlap = found
      }
    })
    return best
  }

  checks(): Check[] {
    const looks = this.#looks.items.map(({ value }) => value)
    const near = looks.filter((look) => look.near)
    if (near.length === 0) return []
    const agreeing = near.filter((look) => look.agrees).length
    const what = this.#looks.partial ? 'rows looked at' : 'rows'
    const { length: kept } = this.#kept.items
    const sample = this.#kept.partial ? ` (of ${kept} looked at there, of ${this.#trainRows})` : ''
    const labels = ` ${share(agreeing, near.length)} have the same label.`
    const message = `${share(near.length, looks.length)} ${what} are almost rows of '${this.#trainName}'${sample}.${labels}`
    const examples = near.slice(0, 5).map((look) => look.example ?? '')
    // a test row's partner is in the sample as often as any training row
    const likely = (near.length / looks.length) * (this.#trainRows / Math.max(1, kept))
    const severity = likely > 0.01 && agreeing > near.length / 2 ? 'warning' : 'info'
    const code = 'near_identical_rows_across_splits'
    return [{ code, severity, table: this.#table, message, examples }]
  }
}
