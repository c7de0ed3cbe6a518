/** Reads predictions of a classification task, as labels or as probabilities, against its truth. */
import type { TableReader } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { ClassCodes } from '../align/class-codes.ts'
import { ProblemList } from '../align/problem-list.ts'
import { Alignment } from '../align.ts'
import { confusionOf } from '../metrics/confusion.ts'
import type { ClassProbabilities, MetricInputs } from '../metrics/metric-inputs.ts'
import { figuresOf, rowFigures } from '../metrics/row-figures.ts'
import { checkHeader, list } from './check-header.ts'
import type { ClassificationTruth } from './classification-truth.ts'
import { type Evidence, mergeFindings, noRows, type Reading } from './evidence.ts'
import type { OpenTable } from './opened-table.ts'
import { ProbabilityReader } from './probability-reader.ts'
import { exactRows } from './row-limits.ts'
import { flagged, type PartName, pick, rowsOf, type SplitCodes, splitCode } from './truth-splits.ts'

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
  }, exactRows(truth.index.size))
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
  // rows beyond those of the truth are checked and not kept: the file cannot be valid
  const predicted = new Uint32Array(truth.index.size)
  const at = table.columns.indexOf('prediction')
  let rows = 0
  for await (const batch of table.batches()) {
    alignment.add(batch)
    const labels = codes.encode(batch, at, 'prediction', problems)
    if (rows < predicted.length) {
      predicted.set(labels.subarray(0, Math.min(batch.rowCount, predicted.length - rows)), rows)
    }
    rows += batch.rowCount
  }
  if (rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  // every row of the truth stands in the file exactly once
  const { ordinals } = alignment
  const confusion = (rows: Uint32Array | null) =>
    confusionOf(labelsAt(truth.labels, pick(ordinals, rows)), pick(predicted, rows), truth.classes.length)
  const evidence: Evidence = {
    ...commonEvidence(truth, rows),
    inputs: (part) => ({ labels: confusion(fileRowsOf(truth.splits, ordinals, part)) }),
    inputsOf: (flags) => ({ labels: confusion(flagged(ordinals.map((ordinal) => flags[ordinal]))) }),
  }
  return { evidence }
}

/** The labels of rows of the truth. */
function labelsAt(labels: Uint32Array, ordinals: Uint32Array): Uint32Array {
  const found = new Uint32Array(ordinals.length)
  for (let i = 0; i < found.length; i++) found[i] = labels[ordinals[i]]
  return found
}

/** The rows of a file that are about a part of the truth; null for all. */
function fileRowsOf(splits: SplitCodes, ordinals: Uint32Array, part: PartName): Uint32Array | null {
  return rowsOf(splits && labelsAt(splits, ordinals), part)
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
  const reader = new ProbabilityReader(table.columns, truth.classes, truth.labels, problems)
  for await (const batch of table.batches(reader.targets)) reader.add(batch, alignment.add(batch))
  if (reader.rows === 0) return { findings: noRows() }
  const findings = mergeFindings(await alignment.finish(), problems.findings())
  if (findings.problemCount > 0) return { findings }
  const { columns, figures } = reader
  const ordinals = truth.splits === null ? alignment.ordinals : alignment.ordinals.slice()
  if (truth.splits !== null) publicFirst(ordinals, [...columns, ...Object.values(figures)], truth.splits)
  const all: ClassProbabilities = { columns, truth: labelsAt(truth.labels, ordinals), figures }
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
  const labels = confusionOf(input.truth, rowFigures(input).position, input.columns.length)
  return { labels, probabilities: input }
}

/**
 * Moves the rows of the public split before those of the private one, so that a part is a view of the columns and no
 * second matrix is needed: each column is rewritten through one buffer.
 */
function publicFirst(
  ordinals: Uint32Array,
  columns: readonly (Float64Array | Uint32Array)[],
  splits: Uint32Array,
): void {
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
    figures: all.figures && figuresOf(all.figures, from, to),
  }
}
