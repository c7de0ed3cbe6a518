/**
 * The judge: a task, its truth and a predictions file in; scores, or what is wrong with the file, out. It touches no
 * file itself: it is handed functions that open tables, so it runs the same in the sandbox, in the CLI and in tests.
 */
import { GrandstandError } from '#core/errors.ts'
import type { Judgement, SliceReport } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import { chosenMetrics, primaryMetric } from './judge/choose-metrics.ts'
import { readClassificationTruth } from './judge/classification-truth.ts'
import type { Evidence, Reading } from './judge/evidence.ts'
import { judgeClassification } from './judge/judge-classification.ts'
import { judgeClusters, readClustersTruth } from './judge/judge-clusters.ts'
import { judgePairs } from './judge/judge-pairs.ts'
import { judgeRanked } from './judge/judge-ranked.ts'
import type { OpenTable } from './judge/opened-table.ts'
import { readPairsTruth } from './judge/pairs-truth.ts'
import type { PreparedTruth } from './judge/prepared-truth.ts'
import { readRankedTruth } from './judge/ranked-truth.ts'
import { sliceReports } from './judge/slice-report.ts'
import { readSlicings, withinRows } from './judge/slice-table.ts'
import { sliceUnits } from './judge/slice-units.ts'
import { splitReport } from './judge/split-report.ts'
import { type PartName, partsOf, rowsOf } from './judge/truth-splits.ts'

export interface JudgeOptions {
  /** Also report on the whole of a truth that has splits, as `all`. */
  whole?: boolean
  /** The metric that gets a 95 % bootstrap interval; default the first that the task names, null for none. */
  primary?: string | null
  /** Columns, or columns together, by which metrics are sliced; `openSlices` has them. Not for match lists. */
  sliceBy?: readonly (readonly string[])[]
  /** The metrics to slice, of the task or not; default the one that gets the interval. */
  sliceMetrics?: readonly string[]
  /** Slice each part of the truth in its own report, instead of the whole. */
  sliceParts?: boolean
}

/**
 * Reads the truth of a task.
 *
 * @throws GrandstandError `internal` where the truth is wrong, which is never the participant's fault
 */
export async function prepareTruth(spec: TaskSpec, openTruth: OpenTable): Promise<PreparedTruth> {
  switch (spec.kind) {
    case 'classification':
      return { kind: spec.kind, truth: await readClassificationTruth(spec, openTruth) }
    case 'matching-pairs':
      return { kind: spec.kind, truth: await readPairsTruth(spec, openTruth) }
    case 'matching-clusters':
      return { kind: spec.kind, truth: await readClustersTruth(openTruth) }
    case 'matching-ranked':
      return { kind: spec.kind, truth: await readRankedTruth(openTruth) }
  }
}

/** Judges one predictions file against a prepared truth. A file that cannot be used is `rejected`, not an error. */
export async function judgePredictions(
  spec: TaskSpec,
  prepared: PreparedTruth,
  openPredictions: OpenTable,
  options: JudgeOptions = {},
  openSlices?: OpenTable,
): Promise<Judgement> {
  chosenMetrics(spec)
  const reading = await refusals(() => readPredictions(spec, prepared, openPredictions))
  if ('findings' in reading) {
    const { problems, problemCount, countByCode } = reading.findings
    return { outcome: 'rejected', problems, problemCount, problemCounts: countByCode }
  }
  const { evidence } = reading
  const classes = evidence.classes ?? []
  const judgement: Judgement = { outcome: 'scored', rows: evidence.rows, splits: {} }
  if (evidence.classes) judgement.classes = [...classes]
  if (evidence.notes) judgement.notes = evidence.notes
  for (const part of partsOf(evidence.splits, options.whole === true)) {
    judgement.splits[part] = splitReport(
      spec,
      evidence.inputs(part),
      evidence.truthRows(part),
      classes,
      options,
    )
  }
  if (options.sliceBy && openSlices) {
    const slicesOf = await slicer(spec, prepared, evidence, openSlices, options)
    if (!options.sliceParts) judgement.slices = slicesOf('all')
    else
      for (const [part, report] of Object.entries(judgement.splits))
        report.slices = slicesOf(part as PartName)
  }
  return judgement
}

/** Reads the table of slices and returns a function that scores the slices of a part. */
async function slicer(
  spec: TaskSpec,
  prepared: PreparedTruth,
  { inputsOf, classes = [] }: Evidence,
  open: OpenTable,
  { sliceBy = [], sliceMetrics, primary }: JudgeOptions,
): Promise<(part: PartName) => SliceReport[]> {
  const units = sliceUnits(spec, prepared)
  const metrics = sliceMetrics
    ? sliceMetrics.flatMap((name) => chosenMetrics({ ...spec, metrics: [name] }))
    : [primaryMetric(spec, primary)].filter((metric) => metric !== undefined)
  if (!inputsOf || metrics.length === 0) {
    throw new GrandstandError('invalid_input', 'Slices need a primary metric, or the names of metrics.')
  }
  const slicings = await readSlicings(units, open, sliceBy)
  return (part) => {
    const rows = rowsOf(units.splits, part)
    return slicings.flatMap((slicing) =>
      sliceReports(metrics, withinRows(slicing, rows), inputsOf, classes.length),
    )
  }
}

/**
 * Judges one predictions file.
 *
 * @throws GrandstandError `internal` where the truth is wrong, `invalid_input` for a metric that does not exist
 */
export async function judge(
  spec: TaskSpec,
  openTruth: OpenTable,
  openPredictions: OpenTable,
  options: JudgeOptions = {},
  openSlices?: OpenTable,
): Promise<Judgement> {
  return judgePredictions(spec, await prepareTruth(spec, openTruth), openPredictions, options, openSlices)
}

function readPredictions(spec: TaskSpec, prepared: PreparedTruth, open: OpenTable): Promise<Reading> {
  switch (prepared.kind) {
    case 'classification':
      return judgeClassification(spec, prepared.truth, open)
    case 'matching-pairs':
      return judgePairs(spec, prepared.truth, open)
    case 'matching-clusters':
      return judgeClusters(prepared.truth, open)
    case 'matching-ranked':
      return judgeRanked(prepared.truth, open)
  }
}

/** A file that a reader refuses is rejected with the reader's problems. */
async function refusals(read: () => Promise<Reading>): Promise<Reading> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') throw error
    const problems =
      error.problems.length > 0 ? [...error.problems] : [{ code: 'unreadable', message: error.message }]
    const countByCode: Record<string, number> = {}
    for (const { code } of problems) countByCode[code] = (countByCode[code] ?? 0) + 1
    return { findings: { problems, problemCount: problems.length, countByCode } }
  }
}
