/** The truth of a matching task over pairs: `id_left,id_right,label[,split]`, or the matches alone without `label`. */
import type { TaskSpec } from '#core/task.ts'
import { ClassCodes } from '../align/class-codes.ts'
import { KeyTable } from '../align/key-table.ts'
import { ABSENT } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { type KeySpec, RowKeys } from '../align/row-keys.ts'
import { TruthIndex } from '../align.ts'
import { checkHeader } from './check-header.ts'
import { growingCodes } from './growing-array.ts'
import { numbersIn, type OpenTable, readingTruth, textColumn, truthFault } from './opened-table.ts'
import { RecordSplits } from './record-splits.ts'
import { type SplitCodes, SplitReader } from './truth-splits.ts'

/** Prepared truth over pairs. Positions in `isMatch` and `splits` are ordinals of `keys`. */
export interface PairsTruth {
  keys: KeyTable
  /** 1 where the pair is a match; all ones for a match list. */
  isMatch: Uint8Array
  splits: SplitCodes
  /** Match lists with splits: which split a pair that is not listed belongs to. */
  recordSplits: RecordSplits | null
}

/** The key of a pair file. */
export function pairKey(spec: TaskSpec, header: readonly string[]): KeySpec {
  const names = ['id_left', 'id_right']
  return { names, positions: names.map((name) => header.indexOf(name)), symmetric: spec.symmetric }
}

/**
 * Reads the truth of a task over pairs.
 *
 * @throws GrandstandError `internal` where the truth itself is wrong
 */
export function readPairsTruth(spec: TaskSpec, open: OpenTable): Promise<PairsTruth> {
  return readingTruth(() =>
    spec.truthForm === 'labelled' ? readLabelled(spec, open) : readMatchList(spec, open),
  )
}

/** Labels that mean no match and match: as in CSV, then as a Parquet boolean is written. */
const LABELS = ['0', '1', 'false', 'true']

async function readLabelled(spec: TaskSpec, open: OpenTable): Promise<PairsTruth> {
  const table = await open(numbersIn([]))
  const problems = new ProblemList()
  const required = ['id_left', 'id_right', 'label']
  checkHeader(table.columns, { required, optional: ['split'] }, 'the truth', problems)
  if (!problems.isEmpty) throw truthFault('', problems.findings())
  const index = new TruthIndex(pairKey(spec, table.columns))
  const splits = new SplitReader(table.columns)
  const encoder = new ClassCodes(LABELS)
  const labels = growingCodes()
  for await (const batch of table.batches()) {
    index.add(batch)
    splits.add(batch)
    labels.append(encoder.encode(batch, table.columns.indexOf('label'), 'label', problems), batch.rowCount)
  }
  if (!problems.isEmpty) throw truthFault('Labels are 0 or 1.', problems.findings())
  const findings = index.findings()
  if (findings.problemCount > 0) throw truthFault('', findings)
  if (index.size === 0) throw truthFault('It has no rows.')
  return {
    keys: index.keys,
    isMatch: Uint8Array.from(labels.values, (code) => code % 2),
    splits: splits.finish(),
    recordSplits: null,
  }
}

/** A match list is a set: a match listed twice, or in both directions of a symmetric task, is one match. */
async function readMatchList(spec: TaskSpec, open: OpenTable): Promise<PairsTruth> {
  const table = await open(numbersIn([]))
  const problems = new ProblemList()
  checkHeader(
    table.columns,
    { required: ['id_left', 'id_right'], optional: ['split'] },
    'the truth',
    problems,
  )
  if (!problems.isEmpty) throw truthFault('', problems.findings())
  const key = pairKey(spec, table.columns)
  const rowKeys = new RowKeys(key)
  const keys = new KeyTable()
  const splits = new SplitReader(table.columns)
  const recordSplits = table.columns.includes('split') ? new RecordSplits(spec.symmetric) : null
  const firstRows = growingCodes()
  let ordinals = new Uint32Array(0)
  let row = 0
  for await (const batch of table.batches()) {
    rowKeys.eachEmpty(batch, (at, column) => {
      problems.add('empty_id', () => ({ line: batch.lineOf(at), column, message: 'The id is empty.' }))
    })
    if (ordinals.length < batch.rowCount) ordinals = new Uint32Array(batch.rowCount)
    const known = keys.size
    keys.intern(rowKeys.of(batch), batch.rowCount, ordinals)
    firstRows.append(
      rowsOfNewKeys(ordinals.subarray(0, batch.rowCount), known, keys.size, row),
      keys.size - known,
    )
    const codes = splits.add(batch)
    const [left, right] = key.positions
    if (codes !== null)
      recordSplits?.add(textColumn(batch, left), textColumn(batch, right), codes, batch.rowCount)
    row += batch.rowCount
  }
  if (!problems.isEmpty) throw truthFault('', problems.findings())
  const splitOfRow = splits.finish()
  return {
    keys,
    isMatch: new Uint8Array(keys.size).fill(1),
    splits: splitOfRow && firstRows.values.map((first) => splitOfRow[first]),
    recordSplits,
  }
}

/** The file's row of each key from `known` on, at its first appearance. */
function rowsOfNewKeys(ordinals: Uint32Array, known: number, size: number, firstRow: number): Uint32Array {
  const rows = new Uint32Array(size - known).fill(ABSENT)
  for (let i = 0; i < ordinals.length; i++) {
    const fresh = ordinals[i] - known
    if (fresh >= 0 && rows[fresh] === ABSENT) rows[fresh] = firstRow + i
  }
  return rows
}
