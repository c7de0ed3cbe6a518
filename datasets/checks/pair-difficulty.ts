import { PART } from '../assign-parts.ts'
import { cellText } from '../cell-text.ts'
import { visitRows } from '../plan-split.ts'
import type { ReadTable } from '../read-table.ts'
import type { PlannedTable, ReleasePlan } from '../release-plan.ts'
import { columnsOfRole, type TableSchema } from '../schema.ts'
import { HashedSample } from '../stats/hashed-sample.ts'
import { PAIR_COLUMNS } from '../table-names.ts'
import type { BatchObserver } from '../typed-batch.ts'
import { type Check, share } from './check.ts'
import {
  bestThreshold,
  f1At,
  jaccard,
  type ScoredPair,
  type TextTokens,
  textTokens,
} from './text-similarity.ts'

/** Pairs of each split that are compared. */
const MAX_PAIRS = 10_000
/** Pairs of columns that are compared; where names agree they come first. */
const MAX_COLUMNS = 30
/** With fewer matches an F1 says little. */
const MIN_MATCHES = 20
const TOO_EASY = 0.95

interface Pair {
  left: string
  right: string
  labels: string[]
}

type Samples = Record<'train' | 'test', HashedSample<Pair>>
type Tokens = Map<string, TextTokens>

/** A column of the left record, and the one of the right record that it is compared with. */
interface Compared {
  left: string
  right: string
}

/** One rule: two records match when these texts are alike enough. */
interface Rule {
  column: Compared
  measure: keyof TextTokens
  threshold: number
  trainF1: number
  test: ScoredPair[]
}

const MEASURES = { words: 'shared words', trigrams: 'shared runs of three letters' } as const

/** Columns of strings of both sides: the same column where names agree, and every other pair of two tables. */
function comparedColumns(tables: readonly TableSchema[]): Compared[] {
  const [lefts, rights] = [tables[0], tables.at(-1) ?? tables[0]].map((table) =>
    columnsOfRole(table, 'feature')
      .filter((c) => c.type === 'string' && c.modality !== 'image')
      .map((c) => c.name),
  )
  const same = lefts.filter((name) => rights.includes(name)).map((name) => ({ left: name, right: name }))
  const cross = lefts.flatMap((left) => rights.map((right) => ({ left, right })))
  const others = tables.length > 1 ? cross.filter(({ left, right }) => left !== right) : []
  return [...same, ...others].slice(0, MAX_COLUMNS)
}

/**
 * How hard a matching is for the simplest matcher: one column's texts compared, by words and by runs of three
 * letters, with the threshold chosen on training pairs and measured on test pairs, over samples of 10,000 pairs.
 * Of records, only those of the sampled pairs are kept.
 */
export class PairDifficulty {
  readonly #plan: ReleasePlan
  readonly #samples: Samples
  readonly #records = new Map<string, Map<string, Tokens>>()
  readonly #columns: Compared[]

  private constructor(plan: ReleasePlan, samples: Samples) {
    this.#plan = plan
    this.#samples = samples
    this.#columns = comparedColumns(plan.records.map((planned) => planned.table))
    for (const { table } of plan.records) this.#records.set(table.name, new Map())
    for (const { items } of Object.values(samples)) {
      for (const { value } of items) {
        this.#recordsOf('left').set(value.left, new Map())
        this.#recordsOf('right').set(value.right, new Map())
      }
    }
  }

  /** Reads the pairs once to choose those that are compared; undefined for a dataset that is no matching. */
  static async of(plan: ReleasePlan, readTable: ReadTable): Promise<PairDifficulty | undefined> {
    if (plan.kind !== 'matching') return undefined
    const sample = async ({ input, table }: PlannedTable, limit: number): Promise<HashedSample<Pair>> => {
      const pairs = new HashedSample<Pair>(limit)
      let row = 0
      const names = [...PAIR_COLUMNS, ...plan.labels.map((label) => label.column)]
      await visitRows({ input, table, readTable }, names, ([left, right, ...labels]) => {
        pairs.offer(row++, () => ({ left, right, labels }))
      })
      return pairs
    }
    const test = await sample(plan.test, plan.whole ? 2 * MAX_PAIRS : MAX_PAIRS)
    const train = plan.whole ? test : await sample(plan.train, MAX_PAIRS)
    return new PairDifficulty(plan, { train, test })
  }

  #recordsOf(side: 'left' | 'right'): Map<string, Tokens> {
    const records = this.#records.get(side) ?? this.#records.get('records')
    if (!records) throw new TypeError(`a matching without records of the ${side} side`)
    return records
  }

  /** Looks at the records of the sampled pairs as their table passes. */
  recordObserver(table: TableSchema): BatchObserver {
    const records = this.#records.get(table.name) ?? new Map<string, Tokens>()
    const id = table.columns.findIndex((c) => c.role === 'id')
    const names = new Set(this.#columns.flatMap(({ left, right }) => [left, right]))
    const at = table.columns.flatMap(({ name, type }, i) =>
      names.has(name) && type === 'string' ? [{ name, at: i }] : [],
    )
    const observe: BatchObserver['observe'] = (batch) => {
      for (let row = 0; row < batch.rowCount; row++) {
        const record = records.get(cellText(batch.columns[id], row) ?? '')
        if (!record) continue
        for (const column of at) {
          const text = cellText(batch.columns[column.at], row)
          if (text) record.set(column.name, textTokens(text))
        }
      }
    }
    return { observe }
  }

  /** @param parts tell train from test in a table of pairs that the platform splits */
  checks(parts: Uint8Array): Check[] {
    return this.#plan.labels.flatMap(({ column }, i) => {
      const all = (which: 'train' | 'test') =>
        this.#samples[which].items
          .filter(
            ({ ordinal }) => !this.#plan.whole || (parts[ordinal] === PART.train) === (which === 'train'),
          )
          .map(({ value }) => value)
      const rule = this.#bestRule(all('train'), all('test'), i)
      return rule ? this.#say(column, rule) : []
    })
  }

  #bestRule(train: readonly Pair[], test: readonly Pair[], label: number): Rule | undefined {
    let best: Rule | undefined
    for (const column of this.#columns) {
      for (const measure of ['words', 'trigrams'] as const) {
        const score = (pairs: readonly Pair[]): ScoredPair[] =>
          pairs.map((pair) => ({
            similarity: this.#similarity(pair, column, measure),
            match: pair.labels[label] === '1',
          }))
        const { threshold, f1 } = bestThreshold(score(train))
        if (f1 <= (best?.trainF1 ?? 0)) continue
        best = { column, measure, threshold, trainF1: f1, test: score(test) }
      }
    }
    return best
  }

  #similarity({ left, right }: Pair, column: Compared, measure: keyof TextTokens): number {
    const a = this.#recordsOf('left').get(left)?.get(column.left)?.[measure]
    const b = this.#recordsOf('right').get(right)?.get(column.right)?.[measure]
    return a && b ? jaccard(a, b) : 0
  }

  #say(label: string, { column, measure, threshold, test }: Rule): Check[] {
    const matches = test.filter((pair) => pair.match)
    const others = test.filter((pair) => !pair.match)
    if (matches.length < MIN_MATCHES || others.length === 0) return []
    const f1 = f1At(test, threshold)
    const columns =
      column.left === column.right ? `'${column.left}'` : `'${column.left}' with '${column.right}'`
    const rule = `${columns} by ${MEASURES[measure]} (alike from ${threshold.toFixed(2)})`
    const place = { table: this.#plan.testName, column: label }
    const unlike = matches.filter((pair) => pair.similarity < threshold).length
    const alike = others.filter((pair) => pair.similarity >= threshold).length
    const easy = f1 >= TOO_EASY
    const message = `Comparing ${rule} alone reaches F1 ${f1.toFixed(3)} on test pairs.`
    const corners = `By ${rule}, ${share(alike, others.length)} non-matches look like matches, and ${share(unlike, matches.length)} matches look like non-matches.`
    return [
      { code: easy ? 'too_easy' : 'string_baseline', severity: easy ? 'warning' : 'info', ...place, message },
      { code: 'corner_cases', severity: 'info', ...place, message: corners },
    ]
  }
}
