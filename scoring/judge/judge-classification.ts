/** Reads predictions of a classification task, as labels or as probabilities, against its truth. */
import type { TableReader } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { ClassCodes } from '../align/class-codes.ts'
import { ABSENT } from '../align/key-table.ts'
import { ProblemList } from '../align/problem-list.ts'
import { Alignment } from '../align.ts'
import { mostProbable } from '../metrics/calibration-error.ts'
import { confusionOf } from '../metrics/confusion.ts'
import type { ClassProbabilities, MetricInputs } from '../metrics/metric-inputs.ts'
import { checkHeader, list } from './check-header.ts'
import type { ClassificationTruth } from './classification-truth.ts'
import { type Evidence, mergeFindings, noRows, type Reading } from './evidence.ts'
import type { OpenTable } from './opened-table.ts'
import { ProbabilityReader } from './probability-reader.ts'
import { type PartName, pick, rowsOf, splitCode } from './truth-splits.ts'

/**
 * Aligns a predictions file with the truth and checks every cell.
 *
 * A file with a column `prediction` (which is no class) is read as labels, one with class columns as probabilities;
 * `spec.predictionForm` can allow one form only.
 */
export async function judgeClassification(
  spec: TaskSpec,
  truth: ClassificationTruth,
  open: OpenTable,
): Promise<Reading> {
  let asLabels = true
  const table = await open((header) => {
    asLabels = readsAsLabels(spec, truth.classes, header)
    return header.map((name) => (asLabels || name === 'id' ? 'text' : 'number'))
  })
  const problems = new ProblemList()
  checkColumns(spec, truth.classes, table.columns, asLabels, problems)
  if (!problems.isEmpty) return { findings: problems.findings() }
  return asLabels ? readLabels(truth, table, problems) : readProbabilities(truth, table, problems)
}

function readsAsLabels(spec: TaskSpec, classes: readonly string[], header: readonly string[]): boolean {
  if (spec.predictionForm !== 'either') return spec.predictionForm === 'label'
  // with two columns there is no room for two classes, so `prediction` cannot be one of them
  if (header.includes('prediction') && (header.length <= 2 || !classes.includes('prediction'))) return true
  return !header.some((name) => name !== 'id' && classes.includes(name))
}

function checkColumns(
  spec: TaskSpec,
  classes: readonly string[],
  header: readonly string[],
  asLabels: boolean,
  problems: ProblemList,
): void {
  if (!asLabels) {
    checkHeader(header, { required: ['id', ...classes] }, 'probabilities, one column per class', problems)
    return
  }
  const orElse =
    spec.predictionForm === 'either'
      ? ` (or "id" and one column of probabilities per class: ${list(classes)})`
      : ''
  checkHeader(header, { required: ['id', 'prediction'] }, `labels${orElse}`, problems)
}

function alignmentWith(truth: ClassificationTruth, table: TableReader): Alignment {
  const id = { names: ['id'], positions: [table.columns.indexOf('id')] }
  return new Alignment(truth.index.keys, id, { coverage: 'exact' })
}

async function readLabels(
  truth: ClassificationTruth,
  table: TableReader,
  problems: ProblemList,
): Promise<Reading> {
  const alignment = alignmentWith(truth, table)
  const codes = new ClassCodes(truth.classes)
  const predicted = new Uint32Array(truth.index.size)
  const at = table.columns.indexOf('prediction')
  let rows = 0
  for await (const batch of table.batches()) {
    const ordinals = alignment.add(batch)
    const labels = codes.encode(batch, at, 'prediction', problems)
    for (let i = 0; i < batch.rowCount; i++) if (ordinals[i] !== ABSENT) predicted[ordinals[i]] = labels[i]
    rows += batch.rowCount
  }
  if (rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const evidence: Evidence = {
    ...commonEvidence(truth, rows),
    inputs: (part) => {
      const selected = rowsOf(truth.splits, part)
      const labels = pick(truth.labels, selected)
      return { labels: confusionOf(labels, pick(predicted, selected), truth.classes.length) }
    },
    inputsOf: (flags) => {
      const kept = flagged(flags)
      return { labels: confusionOf(pick(truth.labels, kept), pick(predicted, kept), truth.classes.length) }
    },
  }
  return { evidence }
}

function commonEvidence(truth: ClassificationTruth, rows: number): Omit<Evidence, 'inputs'> {
  return {
    rows,
    splits: truth.splits,
    classes: truth.classes,
    notes: truth.classesFromTruth
      ? ['The task declares no classes; they were taken from the truth, sorted by code point.']
      : undefined,
    truthRows: (part) => rowsOf(truth.splits, part)?.length ?? truth.index.size,
  }
}

async function readProbabilities(
  truth: ClassificationTruth,
  table: TableReader,
  problems: ProblemList,
): Promise<Reading> {
  const alignment = alignmentWith(truth, table)
  const reader = new ProbabilityReader(table.columns, truth.classes, truth.index.size, problems)
  for await (const batch of table.batches()) reader.add(batch, alignment.add(batch))
  if (reader.rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const { columns, ordinals } = reader
  if (truth.splits !== null) publicFirst(ordinals, columns, truth.splits)
  const all: ClassProbabilities = { columns, truth: ordinals.map((ordinal) => truth.labels[ordinal]) }
  const evidence: Evidence = {
    ...commonEvidence(truth, reader.rows),
    inputs: (part) => statisticsOf(partOf(all, ordinals, truth, part)),
    inputsOf: (flags) => {
      const kept = flagged(ordinals.map((ordinal) => flags[ordinal]))
      return statisticsOf({
        columns: columns.map((column) => pick(column, kept)),
        truth: pick(all.truth, kept),
      })
    },
  }
  return { evidence }
}

function statisticsOf(input: ClassProbabilities): Partial<MetricInputs> {
  const labels = confusionOf(input.truth, mostProbable(input).position, input.columns.length)
  return { labels, probabilities: input }
}

/** The positions of the ones. */
function flagged(flags: Uint8Array | Uint32Array): Uint32Array {
  const rows = new Uint32Array(flags.length)
  let count = 0
  for (let i = 0; i < flags.length; i++) if (flags[i] === 1) rows[count++] = i
  return rows.subarray(0, count)
}

/**
 * Moves the rows of the public split before those of the private one, so that a part is a view of the columns and no
 * second matrix is needed: each column is rewritten through one buffer.
 */
function publicFirst(ordinals: Uint32Array, columns: readonly Float64Array[], splits: Uint32Array): void {
  const order = new Uint32Array(ordinals.length)
  let next = 0
  for (const split of [splitCode('public'), splitCode('private')]) {
    for (let i = 0; i < ordinals.length; i++) if (splits[ordinals[i]] === split) order[next++] = i
  }
  ordinals.set(ordinals.slice().map((_, i, old) => old[order[i]]))
  const buffer = new Float64Array(ordinals.length)
  for (const column of columns) {
    for (let i = 0; i < buffer.length; i++) buffer[i] = column[order[i]]
    column.set(buffer)
  }
}

/** The rows of a part, where those of the public split stand first. */
function partOf(
  all: ClassProbabilities,
  ordinals: Uint32Array,
  truth: ClassificationTruth,
  part: PartName,
): ClassProbabilities {
  const { splits } = truth
  if (splits === null || part === 'all') return all
  let border = 0
  while (border < ordinals.length && splits[ordinals[border]] === splitCode('public')) border++
  const [from, to] = part === 'public' ? [0, border] : [border, ordinals.length]
  return {
    columns: all.columns.map((column) => column.subarray(from, to)),
    truth: all.truth.subarray(from, to),
  }
}
