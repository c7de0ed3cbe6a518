import type { RankedMetric } from '#core/metric.ts'
import type { Judgement, Split, SplitReport } from '#core/report.ts'
import { outputMetric, primaryOutput, programScorer } from '#core/scorer.ts'
import { taskSpecSchema } from '#core/task.ts'
import { blobs } from '#store/blobs.ts'
import type { SubmissionRecord } from '#store/submissions.ts'
import type { JudgePool } from './judge/judge-pool.ts'
import { type JudgedPart, judgeByProgram } from './scorer-program/judge-by-program.ts'
import { localProgram, localTruthParts } from './scorer-program/local-program.ts'
import { operatorLimits } from './scorer-program/operator-limits.ts'
import { reportPage } from './scorer-program/report-page.ts'
import type { Stopwatch } from './stopwatch.ts'
import { localTruth } from './truth-cache.ts'

/** A judgement with what made it, or why an organiser's program could make none. */
export type JudgedSubmission =
  | {
      judgement: Judgement
      metric: RankedMetric
      scorerVersion: string
      /** Keys of the program's pages in the object store. */
      htmlKeys?: Partial<Record<Split, string>>
    }
  | { fault: string }

/**
 * Judges a submission by the program that its organisers have chosen for the task. Reports are stored before the
 * judgement is written, under keys that a second try would use again.
 *
 * @throws Error on a fault of the platform; try again
 */
export async function judgeByTasksProgram(
  submission: SubmissionRecord,
  predictionsPath: string,
  judges: JudgePool,
  signal: AbortSignal,
  clock: Stopwatch,
): Promise<JudgedSubmission> {
  const { task } = submission
  const { scorer } = task
  if (scorer?.digest == null) throw new Error(`the task ${task.id} has no scorer program`)
  const spec = taskSpecSchema.parse(task.spec)
  const [program, parts, truth] = await Promise.all([
    localProgram(scorer.id),
    localTruthParts(task.truthId),
    localTruth(task.truthId, spec),
  ])
  clock.lap('fetch')
  const judged = await judgeByProgram({
    ...{ program, parts, truth, spec, metric: task.primaryMetric, predictionsPath, judges, signal },
    limits: operatorLimits(),
  })
  clock.lap('judge')
  if (judged.outcome === 'scorer_fault') {
    const { part, reason, stderrTail } = judged
    return { fault: `Version ${scorer.number}, ${part} part: ${reason}\n${stderrTail}`.trimEnd() }
  }
  const made = {
    metric: outputMetric(primaryOutput(program.manifest)),
    scorerVersion: programScorer(scorer.digest),
  }
  if (judged.outcome === 'rejected') {
    const { problems, problemCount } = judged
    return { judgement: { outcome: 'rejected', problems, problemCount }, ...made }
  }
  const splits = Object.fromEntries(judged.parts.map((part) => [part.part, splitReport(part)]))
  const prefix = `reports/${submission.id}/${scorer.id}`
  return {
    judgement: { outcome: 'scored', rows: judged.rows, splits },
    htmlKeys: await storePages(judged.parts, prefix),
    ...made,
  }
}

function splitReport({ rows, scores = {} }: JudgedPart): SplitReport {
  return { rows, scores, undefined: {} }
}

/** Puts the pages of the parts that have one into the object store; one of the whole counts for both splits. */
export async function storePages(
  parts: readonly JudgedPart[],
  prefix: string,
): Promise<Partial<Record<Split, string>>> {
  const keys: Partial<Record<Split, string>> = {}
  for (const { part, reportHtml } of parts) {
    if (reportHtml === undefined) continue
    const key = `${prefix}/${part}.html`
    await blobs().put(key, [Buffer.from(reportPage(reportHtml))])
    for (const split of part === 'all' ? (['public', 'private'] as const) : [part]) keys[split] = key
  }
  return keys
}
