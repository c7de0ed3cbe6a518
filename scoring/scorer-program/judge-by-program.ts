import { open, rename } from 'node:fs/promises'
import type { Problem } from '#core/errors.ts'
import type { Split } from '#core/report.ts'
import type { PredictionFormat, ScorerLimits, ScorerTrace } from '#core/scorer.ts'
import type { TaskSpec } from '#core/task.ts'
import type { JudgePool } from '../judge/judge-pool.ts'
import type { LocalTruth } from '../truth-cache.ts'
import type { LocalProgram } from './local-program.ts'
import { traceScorerProgram } from './run-scorer-program.ts'
import type { TruthPart } from './truth-parts.ts'

/** One file of predictions, and everything it is judged by. Paths are absolute, on the host. */
export interface ProgramJudging {
  program: LocalProgram
  /** The truth in parts: the program runs once for each, and sees that part alone. */
  parts: readonly TruthPart[]
  /** The whole truth, for Grandstand's own check of form and ids. */
  truth: LocalTruth
  spec: TaskSpec
  /** A metric of the task's kind, for that check. */
  metric: string
  /** The file as it was sent; it is renamed to have its format's ending. */
  predictionsPath: string
  judges: JudgePool
  /** What the operator allows at most. */
  limits?: Partial<ScorerLimits>
  signal?: AbortSignal
}

/** What the program gave for one part. */
export interface JudgedPart {
  part: Split | 'all'
  rows: number
  scores?: Record<string, number>
  /** Sanitised. */
  reportHtml?: string
  trace?: ScorerTrace
}

/** How it ended, by whose doing; `parts` holds the runs there were. */
export type ProgramJudgement = { parts: JudgedPart[] } & (
  | { outcome: 'scored'; rows: number }
  | { outcome: 'rejected'; rejectedBy: 'grandstand' | 'program'; problems: Problem[]; problemCount: number }
  | { outcome: 'scorer_fault'; part: Split | 'all'; reason: string; stderrTail: string }
)

/**
 * Judges a file by an organiser's program: first Grandstand's own check, whose rejections say line and column, then one
 * run of the program per part of the truth.
 *
 * @throws SandboxError and others on a fault of the platform; try again
 */
export async function judgeByProgram(judging: ProgramJudging): Promise<ProgramJudgement> {
  const { program, spec, judges, signal } = judging
  const format = await formatOf(judging.predictionsPath)
  if (format === null || !program.manifest.reads.includes(format)) return unread(program)
  const checked = await judges.judge({
    spec: { ...spec, metrics: [judging.metric] },
    ...judging.truth,
    predictionsPath: judging.predictionsPath,
    signal,
  })
  if (checked.outcome === 'rejected') {
    const { problems, problemCount } = checked
    return { outcome: 'rejected', rejectedBy: 'grandstand', problems, problemCount, parts: [] }
  }
  const predictions = `${judging.predictionsPath}.${format}`
  await rename(judging.predictionsPath, predictions)
  const parts: JudgedPart[] = []
  for (const truth of judging.parts) {
    const ended = await judgePart(judging, truth, predictions, parts)
    if (ended) return ended
  }
  return { outcome: 'scored', rows: checked.rows, parts }
}

/** Adds the run to `parts`; gives the judgement when it is not to go on. */
async function judgePart(
  { program, limits, signal }: ProgramJudging,
  { part, path, rows }: TruthPart,
  predictions: string,
  parts: JudgedPart[],
): Promise<ProgramJudgement | undefined> {
  const { folder: programFolder, manifest } = program
  const { outcome, trace } = await traceScorerProgram({
    programFolder,
    manifest,
    truth: path,
    predictions,
    limits,
    signal,
  })
  if (outcome.outcome === 'scored') {
    const { scores, reportHtml } = outcome
    parts.push({ part, rows, scores, reportHtml, trace })
    return undefined
  }
  parts.push({ part, rows, trace })
  if (outcome.outcome === 'scorer_fault') return { ...outcome, part, parts }
  const { problems } = outcome
  return { outcome: 'rejected', rejectedBy: 'program', problems, problemCount: problems.length, parts }
}

/** What a file is by its first bytes; null for what no program is handed: compressed files and UTF-16. */
async function formatOf(path: string): Promise<PredictionFormat | null> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    const start = buffer.toString('hex', 0, bytesRead)
    if (start === '50415231') return 'parquet'
    return /^(1f8b|28b52ffd|504b|fffe|feff)/.test(start) ? null : 'csv'
  } finally {
    await file.close()
  }
}

function unread({ manifest }: LocalProgram): ProgramJudgement {
  const names = manifest.reads.map((format) => (format === 'csv' ? 'CSV in UTF-8' : 'Parquet')).join(' or ')
  const message = `The organisers' scorer of this task reads plain ${names}. Send the file as that, not compressed.`
  const problems = [{ code: 'format_not_read', message }]
  return { outcome: 'rejected', rejectedBy: 'grandstand', problems, problemCount: 1, parts: [] }
}
