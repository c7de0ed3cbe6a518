/** Reads predictions of a matching task over pairs against its truth. */
import type { TableReader } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { ABSENT, flagFound, placeByOrdinal, takeByOrdinal } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { Alignment } from '../align.ts'
import type { ScoredPairs } from '../metrics/metric-inputs.ts'
import { checkHeader } from './check-header.ts'
import { type Evidence, mergeFindings, noRows, type Reading } from './evidence.ts'
import { finiteColumn } from './finite-column.ts'
import { growingCodes, growingFlags, growingNumbers } from './growing-array.ts'
import { numbersIn, type OpenTable, textColumn } from './opened-table.ts'
import { type PairsTruth, pairKey } from './pairs-truth.ts'
import { exactRows, matchListRows } from './row-limits.ts'
import { flagged, type PartName, pick, rowsOf, splitCode } from './truth-splits.ts'

/** Aligns a file of pairs with the truth and checks every cell. */
export function judgePairs(spec: TaskSpec, truth: PairsTruth, open: OpenTable): Promise<Reading> {
  return spec.truthForm === 'labelled' ? judgeLabelled(spec, truth, open) : judgeMatchList(spec, truth, open)
}

async function judgeLabelled(spec: TaskSpec, truth: PairsTruth, open: OpenTable): Promise<Reading> {
  const table = await open(numbersIn(['score']), exactRows(truth.keys.size))
  const problems = new ProblemList()
  checkHeader(table.columns, { required: ['id_left', 'id_right', 'score'] }, 'scored pairs', problems)
  if (!problems.isEmpty) return { findings: problems.findings() }
  const alignment = new Alignment(truth.keys, pairKey(spec, table.columns), { coverage: 'exact' })
  const scores = new Float64Array(truth.keys.size)
  const at = table.columns.indexOf('score')
  let rows = 0
  for await (const batch of table.batches()) {
    const ordinals = alignment.add(batch)
    const values = finiteColumn(batch, at, 'score', problems)
    placeByOrdinal(values, ordinals, batch.rowCount, scores)
    rows += batch.rowCount
  }
  if (rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const inputsAt = (selected: Uint32Array | null) => {
    const isMatch = pick(truth.isMatch, selected)
    const pairs: ScoredPairs = {
      isMatch,
      scores: pick(scores, selected),
      totalMatches: isMatch.reduce((sum, match) => sum + match, 0),
      threshold: spec.threshold,
    }
    return { pairs, 'labelled-pairs': pairs }
  }
  const evidence: Evidence = {
    rows,
    splits: truth.splits,
    truthRows: (part) => rowsOf(truth.splits, part)?.length ?? truth.isMatch.length,
    inputs: (part) => inputsAt(rowsOf(truth.splits, part)),
    inputsOf: (flags) => inputsAt(flagged(flags)),
  }
  return { evidence }
}

/** The predicted pairs of a match-list task, in the file's order. */
interface ProposedPairs {
  rows: number
  scores: Float64Array
  isMatch: Uint8Array
  /** With splits: the split of each pair, ABSENT where it counts in every one. */
  splits: Uint32Array | null
}

async function judgeMatchList(spec: TaskSpec, truth: PairsTruth, open: OpenTable): Promise<Reading> {
  const table = await open(numbersIn(['score']), matchListRows(truth.keys.size))
  const problems = new ProblemList()
  const expected = { required: ['id_left', 'id_right'], optional: ['score'] }
  checkHeader(table.columns, expected, 'predicted matches', problems)
  if (!problems.isEmpty) return { findings: problems.findings() }
  const alignment = new Alignment(truth.keys, pairKey(spec, table.columns), { coverage: 'any' })
  const proposed = await readProposed(spec, truth, table, alignment, problems)
  if (proposed.rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(() => table.batches()), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const truthRows = (part: PartName) => rowsOf(truth.splits, part)?.length ?? truth.isMatch.length
  const evidence: Evidence = {
    rows: proposed.rows,
    splits: truth.splits,
    truthRows,
    inputs: (part) => {
      const selected = proposedIn(proposed.splits, part)
      return {
        pairs: {
          isMatch: pick(proposed.isMatch, selected),
          scores: pick(proposed.scores, selected),
          totalMatches: truthRows(part),
          threshold: spec.threshold,
        },
      }
    },
  }
  return { evidence }
}

async function readProposed(
  spec: TaskSpec,
  truth: PairsTruth,
  table: TableReader,
  alignment: Alignment,
  problems: ProblemList,
): Promise<ProposedPairs> {
  const scoreAt = table.columns.indexOf('score')
  const { positions } = pairKey(spec, table.columns)
  const scores = growingNumbers()
  const isMatch = growingFlags()
  const splits = growingCodes()
  let matches = new Uint8Array(0)
  let rows = 0
  for await (const batch of table.batches()) {
    const found = alignment.add(batch)
    if (matches.length < batch.rowCount) matches = new Uint8Array(batch.rowCount)
    flagFound(found, batch.rowCount, matches)
    isMatch.append(matches, batch.rowCount)
    if (scoreAt >= 0) scores.append(finiteColumn(batch, scoreAt, 'score', problems), batch.rowCount)
    if (truth.splits !== null && truth.recordSplits !== null) {
      const [left, right] = positions.map((position) => textColumn(batch, position))
      const codes = truth.recordSplits.find(left, right, batch.rowCount)
      takeByOrdinal(truth.splits, found, batch.rowCount, codes)
      splits.append(codes, batch.rowCount)
    }
    rows += batch.rowCount
  }
  return {
    rows,
    // without scores every listed pair is a predicted match
    scores: scoreAt >= 0 ? scores.values : new Float64Array(rows).fill(Math.max(1, spec.threshold)),
    isMatch: isMatch.values,
    splits: truth.splits === null ? null : splits.values,
  }
}

/** The proposed pairs that count in a part; null for all. */
function proposedIn(splits: Uint32Array | null, part: PartName): Uint32Array | null {
  if (splits === null || part === 'all') return null
  const code = splitCode(part)
  const rows: number[] = []
  for (let i = 0; i < splits.length; i++) if (splits[i] === code || splits[i] === ABSENT) rows.push(i)
  return Uint32Array.from(rows)
}
