/** Reads ranked candidates, `query_id,candidate_id` and `rank` or `score`, against their truth. */
import type { TableReader } from '#core/table.ts'
import { KeyTable } from '../align/key-table.ts'
import { ABSENT, takeByOrdinal } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { Alignment } from '../align.ts'
import type { RankedLists } from '../metrics/metric-inputs.ts'
import { checkHeader } from './check-header.ts'
import { compareBytes } from './compare-bytes.ts'
import { mergeFindings, noRows, type Reading } from './evidence.ts'
import { finiteColumn } from './finite-column.ts'
import { growingCodes, growingNumbers } from './growing-array.ts'
import { numbersIn, type OpenTable, textColumn } from './opened-table.ts'
import { candidateKey, type RankedTruth } from './ranked-truth.ts'
import { candidateRows } from './row-limits.ts'
import { flagged, rowsOf } from './truth-splits.ts'

/**
 * Aligns a file of ranked candidates with the truth and checks every cell. Candidates of queries that the truth does
 * not know are left out: the truth lists relevant candidates only, so a query may have none.
 */
export async function judgeRanked(truth: RankedTruth, open: OpenTable): Promise<Reading> {
  const table = await open(numbersIn(['rank', 'score']), candidateRows(truth.index.size))
  const problems = new ProblemList()
  const order = table.columns.includes('rank') || !table.columns.includes('score') ? 'rank' : 'score'
  const wanted =
    order === 'rank' ? 'ranked candidates ("score" may stand in place of "rank")' : 'ranked candidates'
  checkHeader(table.columns, { required: ['query_id', 'candidate_id', order] }, wanted, problems)
  if (!problems.isEmpty) return { findings: problems.findings() }
  const alignment = new Alignment(truth.index.keys, candidateKey(table.columns), { coverage: 'any' })
  const proposed = await readProposed(truth, table, order, alignment, problems)
  if (proposed.rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(() => table.batches()), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const ranked = rankedRows(proposed, truth.queries.size)
  const ideal = idealGains(truth)
  return {
    evidence: {
      rows: proposed.rows,
      splits: truth.splits,
      truthRows: (part) => rowsOf(truth.splits, part)?.length ?? truth.index.size,
      inputs: (part) => {
        const every = () => Uint32Array.from({ length: truth.queries.size }, (_, q) => q)
        const queries = rowsOf(truth.querySplits, part) ?? every()
        return { ranked: listsOf(queries, proposed.gains, ranked, ideal) }
      },
      inputsOf: (flags) => ({ ranked: listsOf(flagged(flags), proposed.gains, ranked, ideal) }),
    },
  }
}

/** Proposed candidates in the file's order. */
interface Proposed {
  rows: number
  /** Number of the query, ABSENT where the truth does not know it. */
  queryOf: Uint32Array
  /** What the candidates of a query are sorted by, ascending. */
  order: Float64Array
  gains: Float64Array
  candidateOf: Uint32Array
  candidates: KeyTable
}

async function readProposed(
  truth: RankedTruth,
  table: TableReader,
  order: 'rank' | 'score',
  alignment: Alignment,
  problems: ProblemList,
): Promise<Proposed> {
  const [queryAt, candidateAt] = candidateKey(table.columns).positions
  const queryOf = growingCodes()
  const candidateOf = growingCodes()
  const orders = growingNumbers()
  const gains = growingNumbers()
  const candidates = new KeyTable()
  let rows = 0
  for await (const batch of table.batches()) {
    const { rowCount } = batch
    const gain = new Float64Array(rowCount)
    const codes = new Uint32Array(rowCount)
    const found = alignment.add(batch)
    takeByOrdinal(truth.relevance, found, rowCount, gain)
    gains.append(gain, rowCount)
    truth.queries.find(textColumn(batch, queryAt), rowCount, codes)
    queryOf.append(codes, rowCount)
    candidates.intern(textColumn(batch, candidateAt), rowCount, codes)
    candidateOf.append(codes, rowCount)
    const values = finiteColumn(batch, table.columns.indexOf(order), order, problems)
    orders.append(order === 'rank' ? values : values.map((score) => -score), rowCount)
    rows += rowCount
  }
  return {
    rows,
    queryOf: queryOf.values,
    order: orders.values,
    gains: gains.values,
    candidateOf: candidateOf.values,
    candidates,
  }
}

/** Rows grouped by a number: those of group g are `rows[starts[g] .. starts[g + 1])`. */
interface Grouped {
  starts: Uint32Array
  rows: Uint32Array
}

function groupBy(groupOf: Uint32Array, groups: number): Grouped {
  const starts = new Uint32Array(groups + 1)
  for (const group of groupOf) if (group !== ABSENT) starts[group + 1]++
  for (let g = 0; g < groups; g++) starts[g + 1] += starts[g]
  const rows = new Uint32Array(starts[groups])
  const next = starts.slice()
  for (let i = 0; i < groupOf.length; i++) if (groupOf[i] !== ABSENT) rows[next[groupOf[i]]++] = i
  return { starts, rows }
}

/** The rows of each query, best first; ties by candidate id ascending by code point. */
function rankedRows({ queryOf, order, candidateOf, candidates }: Proposed, queries: number): Grouped {
  const grouped = groupBy(queryOf, queries)
  for (let q = 0; q < queries; q++) {
    grouped.rows
      .subarray(grouped.starts[q], grouped.starts[q + 1])
      .sort(
        (a, b) =>
          order[a] - order[b] || compareBytes(candidates.key(candidateOf[a]), candidates.key(candidateOf[b])),
      )
  }
  return grouped
}

/** The relevances of each query's true candidates, largest first. */
function idealGains({ queryOf, relevance, queries }: RankedTruth): {
  starts: Uint32Array
  gains: Float64Array
} {
  const { starts, rows } = groupBy(queryOf, queries.size)
  const gains = Float64Array.from(rows, (row) => relevance[row])
  for (let q = 0; q < queries.size; q++)
    gains
      .subarray(starts[q], starts[q + 1])
      .sort()
      .reverse()
  return { starts, gains }
}

/** The lists of some queries. */
function listsOf(
  queries: Uint32Array,
  gains: Float64Array,
  ranked: Grouped,
  ideal: { starts: Uint32Array; gains: Float64Array },
): RankedLists {
  const lists: RankedLists = {
    starts: new Uint32Array(queries.length + 1),
    gains: new Float64Array(ranked.rows.length),
    idealStarts: new Uint32Array(queries.length + 1),
    ideal: new Float64Array(ideal.gains.length),
  }
  let at = 0
  let idealAt = 0
  queries.forEach((q, i) => {
    for (let j = ranked.starts[q]; j < ranked.starts[q + 1]; j++) lists.gains[at++] = gains[ranked.rows[j]]
    const own = ideal.gains.subarray(ideal.starts[q], ideal.starts[q + 1])
    lists.ideal.set(own, idealAt)
    idealAt += own.length
    lists.starts[i + 1] = at
    lists.idealStarts[i + 1] = idealAt
  })
  return lists
}
