/** The truth of a matching task by ranked candidates: `query_id,candidate_id[,relevance][,split]`. */

import { KeyTable } from '../align/key-table.ts'
import { ProblemList } from '../align/problem-list.ts'
import { TruthIndex } from '../align.ts'
import { checkHeader } from './check-header.ts'
import { growingCodes, growingNumbers } from './growing-array.ts'
import {
  numberColumn,
  numbersIn,
  type OpenTable,
  readingTruth,
  textColumn,
  truthFault,
} from './opened-table.ts'
import { type SplitCodes, SplitReader } from './truth-splits.ts'

/** Prepared truth: pairs of query and candidate with their relevance, and which query each is of. */
export interface RankedTruth {
  index: TruthIndex
  queries: KeyTable
  /** For each row the number of its query. */
  queryOf: Uint32Array
  /** For each row its relevance, at least 0; 1 where the truth has no such column. */
  relevance: Float64Array
  /** Split of each row; the rows of one query share it. */
  splits: SplitCodes
  /** Split of each query. */
  querySplits: SplitCodes
}

/** The key of a ranked file. */
export function candidateKey(header: readonly string[]): { names: string[]; positions: number[] } {
  const names = ['query_id', 'candidate_id']
  return { names, positions: names.map((name) => header.indexOf(name)) }
}

/**
 * Reads the truth of a ranking task.
 *
 * @throws GrandstandError `internal` where the truth itself is wrong
 */
export function readRankedTruth(open: OpenTable): Promise<RankedTruth> {
  return readingTruth(async () => {
    const table = await open(numbersIn(['relevance']))
    const problems = new ProblemList()
    const required = ['query_id', 'candidate_id']
    checkHeader(table.columns, { required, optional: ['relevance', 'split'] }, 'the truth', problems)
    if (!problems.isEmpty) throw truthFault('', problems.findings())
    const index = new TruthIndex(candidateKey(table.columns))
    const queries = new KeyTable()
    const splitReader = new SplitReader(table.columns)
    const queryOf = growingCodes()
    const relevance = growingNumbers()
    const at = table.columns.indexOf('relevance')
    for await (const batch of table.batches()) {
      const numbers = new Uint32Array(batch.rowCount)
      index.add(batch)
      splitReader.add(batch)
      queries.intern(textColumn(batch, table.columns.indexOf('query_id')), batch.rowCount, numbers)
      queryOf.append(numbers, batch.rowCount)
      const gains = at < 0 ? new Float64Array(batch.rowCount).fill(1) : numberColumn(batch, at).values
      relevance.append(gains, batch.rowCount)
    }
    const findings = index.findings()
    if (findings.problemCount > 0) throw truthFault('', findings)
    if (index.size === 0) throw truthFault('It has no rows.')
    if (!relevance.values.every((gain) => gain >= 0 && Number.isFinite(gain))) {
      throw truthFault('Relevance must be a finite number of at least 0.')
    }
    const splits = splitReader.finish()
    const querySplits = splits && splitsOfQueries(queryOf.values, splits, queries)
    return { index, queries, queryOf: queryOf.values, relevance: relevance.values, splits, querySplits }
  })
}

function splitsOfQueries(queryOf: Uint32Array, splits: Uint32Array, queries: KeyTable): Uint32Array {
  const querySplits = new Uint32Array(queries.size)
  let seen = 0
  for (let i = 0; i < queryOf.length; i++) {
    const query = queryOf[i]
    if (query === seen) querySplits[seen++] = splits[i]
    else if (querySplits[query] !== splits[i]) {
      throw truthFault(`Query ${queries.text(query)} stands in both splits.`)
    }
  }
  return querySplits
}
