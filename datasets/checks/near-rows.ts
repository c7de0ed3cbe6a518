import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import { HashedSample, scatter } from '../stats/hashed-sample.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import type { Check } from './check.ts'
import { share } from './check.ts'
import { contentColumns, type IdenticalRows } from './identical-rows.ts'
import { KeySet } from './key-set.ts'
import { RowSketch, tokenOverlap } from './row-sketch.ts'

/** Training rows that are kept to compare with, about 500 bytes each. */
const MAX_KEPT = 50_000
/** Test rows that are looked at. */
const MAX_LOOKS = 20_000
/** Rows with fewer words are near each other by chance. */
const MIN_WORDS = 8
const NEAR = 0.9
/**
 * A pair whose overlap is 0.9 shares one of six bands of five minima with a chance of 99.5 %; one of 0.2, as two texts
 * of one subject may have, with 0.2 %.
 */
const BANDS = 6
const MINIMA = 5
const MAX_CANDIDATES = 16
/** Coincidences that are expected for a test row, beyond which an equal row says nothing. */
const MAX_BY_CHANCE = 0.01

interface Named {
  id: string
  label: string | null
}

interface Kept extends Named {
  tokens: Uint32Array
  /** The low word of the normal form. */
  normal: number
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
  /** Both ids, when the training row is one of those kept, and whether the two labels agree. */
  example?: string
  agrees?: boolean
}

/**
 * Finds test rows that are a training row in other words: equal but for capitals, spaces, punctuation and rounding
 * (against every training row), or sharing 90 % of their words and values (MinHash over a sample of at most 50,000
 * training rows). It looks at a sample of at most 20,000 test rows. Rows that are exactly equal are for
 * {@link IdenticalRows}. Stays silent where the columns are so coarse that equal rows are to be expected.
 */
export class NearRows {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #identical: IdenticalRows
  readonly #table: string
  readonly #trainName: string
  readonly #names: string[]
  readonly #normals = new KeySet()
  readonly #kept = new HashedSample<Kept>(MAX_KEPT)
  readonly #looks = new HashedSample<Look>(MAX_LOOKS)
  readonly #cellSample = new HashedSample<Uint32Array>(2000)
  readonly #byBand: Map<number, number[]>[] = Array.from({ length: BANDS }, () => new Map())
  readonly #byNormal = new Map<number, number>()
  #chance: number | undefined

  /** @param test the given test table, with its labels */
  constructor(
    train: TableSchema,
    test: TableSchema,
    keyName: string,
    labelName: string,
    same: IdenticalRows,
  ) {
    this.#identical = same
    this.#table = test.name
    this.#trainName = train.name
    this.#names = contentColumns(train, test)
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
      trainSketch.observe(batch, row)
      this.#normals.add(trainSketch.normal)
      this.#cellSample.offer(ordinal, () => trainSketch.cells.slice())
      this.#kept.offer(ordinal, () => ({
        ...readTrain(batch, row),
        tokens: trainSketch.tokens().slice(),
        normal: trainSketch.normal.low,
        words: trainSketch.textTokens,
      }))
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
    const equal = this.#chance <= MAX_BY_CHANCE && this.#normals.has(sketch.normal)
    const other = this.#partner(sketch, equal)
    if ((!equal && !other) || this.#identical.isCopy(batch, row)) return { near: false }
    if (!other) return { near: true }
    const own = read(batch, row)
    return { near: true, example: `${own.id} ~ ${other.id}`, agrees: other.label === own.label }
  }

  /** Indexes what was kept, and says how many equal rows a test row would meet by chance. */
  #prepare(): number {
    this.#kept.items.forEach(({ value }, at) => {
      this.#byNormal.set(value.normal, at)
      if (value.words < MIN_WORDS) return
      bandsOf(value.tokens).forEach((key, band) => {
        const list = this.#byBand[band].get(key)
        if (!list) this.#byBand[band].set(key, [at])
        else if (list.length < MAX_CANDIDATES) list.push(at)
      })
    })
    return this.#normals.size * 2 ** -this.#bits()
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

  #partner(sketch: RowSketch, equal: boolean): Kept | undefined {
    if (equal) {
      const at = this.#byNormal.get(sketch.normal.low)
      if (at !== undefined) return this.#kept.items[at].value
    }
    if (sketch.textTokens < MIN_WORDS) return undefined
    const tokens = sketch.tokens()
    let best: Kept | undefined
    let overlap = NEAR
    bandsOf(tokens).forEach((key, band) => {
      for (const at of this.#byBand[band].get(key) ?? []) {
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
    const known = near.filter((look) => look.example !== undefined)
    const agreeing = known.filter((look) => look.agrees).length
    const what = this.#looks.partial ? 'rows looked at' : 'rows'
    const sample = this.#kept.partial ? ` (words against a sample of ${this.#kept.items.length})` : ''
    const labels = known.length
      ? ` Where both are known, ${share(agreeing, known.length)} have the same label.`
      : ''
    const message = `${share(near.length, looks.length)} ${what} are almost rows of '${this.#trainName}'${sample}.${labels}`
    const examples = known.slice(0, 5).map((look) => look.example ?? '')
    const severity = near.length > 0.01 * looks.length && agreeing > known.length / 2 ? 'warning' : 'info'
    const code = 'near_identical_rows_across_splits'
    return [{ code, severity, table: this.#table, message, examples }]
  }
}
