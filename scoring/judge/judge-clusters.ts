/** A matching task by clusters: truth `id,cluster_id[,split]`, predictions `id,cluster_id` of the same items. */
import type { TableBatch } from '#core/table.ts'
import { KeyTable } from '../align/key-table.ts'
import { placeByOrdinal } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { Alignment, TruthIndex } from '../align.ts'
import { contingencyOf } from '../metrics/contingency.ts'
import { checkHeader } from './check-header.ts'
import { mergeFindings, noRows, type Reading } from './evidence.ts'
import { growingCodes } from './growing-array.ts'
import { numbersIn, type OpenTable, readingTruth, textColumn, truthFault } from './opened-table.ts'
import { exactRows } from './row-limits.ts'
import { flagged, pick, rowsOf, type SplitCodes, SplitReader } from './truth-splits.ts'

/** Prepared truth: items and the number of each one's true cluster. */
export interface ClustersTruth {
  index: TruthIndex
  clusters: Uint32Array
  splits: SplitCodes
}

/** Numbers cluster ids in order of first appearance. */
class ClusterNumbers {
  #keys = new KeyTable()
  #codes = new Uint32Array(0)

  /** The number of each row's cluster, valid until the next call; an empty cell is an `empty_cluster` problem. */
  add(batch: TableBatch, position: number, problems: ProblemList): Uint32Array {
    const cells = textColumn(batch, position)
    if (this.#codes.length < batch.rowCount) this.#codes = new Uint32Array(batch.rowCount)
    this.#keys.intern(cells, batch.rowCount, this.#codes)
    for (let row = 0; row < batch.rowCount; row++) {
      if (cells.starts[row] !== cells.ends[row]) continue
      problems.add('empty_cluster', () => ({
        line: batch.lineOf(row),
        column: 'cluster_id',
        message: 'The cluster id is empty. Give an item that stands alone a cluster id of its own.',
      }))
    }
    return this.#codes
  }
}

/**
 * Reads the truth of a clustering task.
 *
 * @throws GrandstandError `internal` where the truth itself is wrong
 */
export function readClustersTruth(open: OpenTable): Promise<ClustersTruth> {
  return readingTruth(async () => {
    const table = await open(numbersIn([]))
    const problems = new ProblemList()
    checkHeader(table.columns, { required: ['id', 'cluster_id'], optional: ['split'] }, 'the truth', problems)
    if (!problems.isEmpty) throw truthFault('', problems.findings())
    const index = new TruthIndex({ names: ['id'], positions: [table.columns.indexOf('id')] })
    const splits = new SplitReader(table.columns)
    const numbers = new ClusterNumbers()
    const clusters = growingCodes()
    for await (const batch of table.batches()) {
      index.add(batch)
      splits.add(batch)
      clusters.append(numbers.add(batch, table.columns.indexOf('cluster_id'), problems), batch.rowCount)
    }
    const findings = mergeFindings(index.findings(), problems.findings())
    if (findings.problemCount > 0) throw truthFault('', findings)
    if (index.size === 0) throw truthFault('It has no rows.')
    return { index, clusters: clusters.values, splits: splits.finish() }
  })
}

/** Aligns a file of clusters with the truth and checks every cell. */
export async function judgeClusters(truth: ClustersTruth, open: OpenTable): Promise<Reading> {
  const table = await open(numbersIn([]), exactRows(truth.index.size))
  const problems = new ProblemList()
  checkHeader(table.columns, { required: ['id', 'cluster_id'] }, 'clusters', problems)
  if (!problems.isEmpty) return { findings: problems.findings() }
  const id = { names: ['id'], positions: [table.columns.indexOf('id')] }
  const alignment = new Alignment(truth.index.keys, id, { coverage: 'exact' })
  const numbers = new ClusterNumbers()
  const predicted = new Uint32Array(truth.index.size)
  let rows = 0
  for await (const batch of table.batches()) {
    const ordinals = alignment.add(batch)
    const codes = numbers.add(batch, table.columns.indexOf('cluster_id'), problems)
    placeByOrdinal(codes, ordinals, batch.rowCount, predicted)
    rows += batch.rowCount
  }
  if (rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const inputsAt = (selected: Uint32Array | null) => ({
    clusters: contingencyOf(pick(truth.clusters, selected), pick(predicted, selected)),
  })
  return {
    evidence: {
      rows,
      splits: truth.splits,
      truthRows: (part) => rowsOf(truth.splits, part)?.length ?? truth.index.size,
      inputs: (part) => inputsAt(rowsOf(truth.splits, part)),
      inputsOf: (flags) => inputsAt(flagged(flags)),
    },
  }
}
