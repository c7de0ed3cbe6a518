import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError, type Problem } from '#core/errors.ts'
import { visibleSplit } from '#core/phases.ts'
import type { Split, SplitReport } from '#core/report.ts'
import { boardScorer, isSameScorer } from '#core/scorer.ts'
import { SUBMISSION_STATUSES } from '#core/submission.ts'
import { taskSpecSchema } from '#core/task.ts'
import { type Db, database } from '#store/database.ts'
import { findSubmission, type SubmissionRecord, type SubmissionSummaryRecord } from '#store/submissions.ts'
import { findTeamOf } from '#store/teams.ts'
import { instant, phasesOf, runs } from '../challenges/challenge-view.ts'
import { metricView, showTaskScorer, taskMetric, taskScorerView } from '../challenges/task-view.ts'

export const problemView = z.object({
  line: z.number().int().optional(),
  column: z.string().optional(),
  code: z.string(),
  message: z.string(),
})

const curveView = z.object({ x: z.array(z.number()), y: z.array(z.number()) })

const sliceReportView = z.object({
  columns: z.array(z.string()),
  metric: z.string(),
  slices: z.array(
    z.object({
      values: z.array(z.string()),
      rows: z.number().int(),
      small: z.literal(true).optional(),
      score: z.number().nullable(),
      undefined: z.string().optional(),
      low: z.number().optional(),
      high: z.number().optional(),
    }),
  ),
  worst: z.number().int().optional(),
  gap: z.number().optional(),
})

export const splitReportView = z.object({
  rows: z.number().int(),
  scores: z.record(z.string(), z.number()),
  undefined: z.record(z.string(), z.string()),
  details: z.record(z.string(), z.number()).optional(),
  interval: z
    .object({ metric: z.string(), low: z.number(), high: z.number(), resamples: z.number().int() })
    .optional(),
  perClass: z
    .array(
      z.object({
        label: z.string(),
        support: z.number().int(),
        precision: z.number(),
        recall: z.number(),
        f1: z.number(),
      }),
    )
    .optional(),
  confusion: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])).optional(),
  curves: z
    .object({
      roc: curveView.optional(),
      precisionRecall: curveView.optional(),
      calibration: z
        .array(z.object({ rows: z.number().int(), confidence: z.number(), accuracy: z.number() }))
        .optional(),
    })
    .optional(),
  slices: z.array(sliceReportView).optional(),
})

/** A submission without its reports, as in lists. */
export const submissionSummaryView = z.object({
  id: z.string(),
  task: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  challenge: z.object({ slug: z.string(), title: z.string() }),
  team: z.object({ id: z.string(), name: z.string(), slug: z.string() }),
  submittedBy: z.string(),
  filename: z.string(),
  note: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  createdAt: instant,
  status: z.enum(SUBMISSION_STATUSES),
  metric: metricView,
  /** The organisers' program that scored it, or will; null for the built-in metrics. */
  scorer: taskScorerView.nullable(),
  /** Whether another scorer is chosen for the task since: what is here counts no more until it is scored again. */
  outdated: z.boolean(),
  /** Parts of the answers whose report of the program may be seen, see getSubmissionReport. */
  reports: z.array(z.enum(['public', 'private'])),
  /** The primary metric on the split that may be seen now; null while unscored or undefined. */
  score: z.number().nullable(),
  rows: z.number().int().nullable(),
  problems: z.array(problemView),
  problemCount: z.number().int(),
  finishedAt: instant.nullable(),
  durationsMs: z.record(z.string(), z.number()).nullable(),
  /** Whose doing it is that it could not be scored: `platform`, or `organiser` when their scorer program failed. */
  faultBy: z.enum(['platform', 'organiser']).nullable(),
  /** For organisers: why it could not be scored. */
  fault: z.string().nullable(),
})

export const submissionView = submissionSummaryView.extend({
  public: splitReportView.nullable(),
  private: splitReportView.nullable(),
  classes: z.array(z.string()).nullable(),
})

/** A submission as its team sees it; the private report only once private boards are open. */
export function showSubmission(
  record: SubmissionRecord,
  actor: Actor,
  now: Date,
): z.input<typeof submissionView> {
  const evaluation = standingEvaluation(record)
  const revealed = isRevealed(record, now)
  return {
    ...showSubmissionSummary(record, actor, now),
    public: (evaluation?.publicReport ?? null) as unknown as SplitReport | null,
    private: revealed ? ((evaluation?.privateReport ?? null) as unknown as SplitReport | null) : null,
    classes: taskSpecSchema.parse(record.task.spec).classes ?? null,
  }
}

/** The same without its reports. */
export function showSubmissionSummary(
  record: SubmissionSummaryRecord,
  actor: Actor,
  now: Date,
): z.input<typeof submissionSummaryView> {
  const { challenge } = record.task.track
  const evaluation = standingEvaluation(record)
  const judge = evaluation ? { ...record.task, scorer: evaluation.scorer } : record.task
  const revealed = isRevealed(record, now)
  const organises = runs(challenge, actor)
  const score = revealed ? evaluation?.privateScore : evaluation?.publicScore
  return {
    id: record.id,
    task: { id: record.task.id, slug: record.task.slug, title: record.task.title },
    challenge: { slug: challenge.slug, title: challenge.title },
    team: record.team,
    submittedBy: record.user.name,
    filename: record.filename,
    note: record.note,
    sizeBytes: Number(record.sizeBytes),
    sha256: record.sha256,
    createdAt: record.createdAt.toISOString(),
    status: record.status,
    metric: taskMetric(judge),
    scorer: showTaskScorer(judge.scorer),
    outdated: evaluation !== undefined && !countsNow(record, evaluation),
    reports: reportsOf(evaluation, revealed),
    score: score ?? null,
    rows: evaluation?.rows ?? null,
    problems: (evaluation?.problems ?? []) as unknown as Problem[],
    problemCount: evaluation?.problemCount ?? 0,
    finishedAt: evaluation?.finishedAt.toISOString() ?? null,
    durationsMs: (evaluation?.durationsMs ?? null) as Record<string, number> | null,
    faultBy: record.status === 'faulted' || organises ? faultBy(record) : null,
    fault: organises ? record.fault : null,
  }
}

type EvaluationSummary = SubmissionSummaryRecord['evaluations'][number]

/** Whether private scores may be seen. */
function isRevealed({ task }: SubmissionSummaryRecord, now: Date): boolean {
  return visibleSplit(phasesOf(task.track.challenge), now) === 'private'
}

/** The evaluation that counts: the one by the task's present scorer, else the newest there is. */
function standingEvaluation(record: SubmissionRecord): SubmissionRecord['evaluations'][number] | undefined
function standingEvaluation(record: SubmissionSummaryRecord): EvaluationSummary | undefined
function standingEvaluation(record: SubmissionSummaryRecord): EvaluationSummary | undefined {
  return record.evaluations.find((one) => countsNow(record, one)) ?? record.evaluations[0]
}

function countsNow({ task }: SubmissionSummaryRecord, { scorerVersion }: EvaluationSummary): boolean {
  return isSameScorer(scorerVersion, boardScorer(task.scorer))
}

/** The parts whose HTML report exists and may be seen. */
function reportsOf(evaluation: EvaluationSummary | undefined, revealed: boolean): Split[] {
  const seen: Split[] = []
  if (evaluation?.publicHtmlKey) seen.push('public')
  if (evaluation?.privateHtmlKey && revealed) seen.push('private')
  return seen
}

/** Where the program's report of a part lies, when there is one that may be seen. */
export function reportKey(record: SubmissionRecord, split: Split, now: Date): string | undefined {
  const evaluation = standingEvaluation(record)
  const revealed = isRevealed(record, now)
  if (!evaluation || !reportsOf(evaluation, revealed).includes(split)) return undefined
  return (split === 'public' ? evaluation.publicHtmlKey : evaluation.privateHtmlKey) ?? undefined
}

function faultBy({ fault, faultBy: by }: SubmissionSummaryRecord): 'platform' | 'organiser' | null {
  if (by === 'organiser') return 'organiser'
  return by === 'platform' || fault !== null ? 'platform' : null
}

/** The submission, when the actor is in its team or runs its challenge; else `not_found`, whether it exists or not. */
export async function visibleSubmission(
  actor: Actor,
  id: string,
  db: Db = database(),
): Promise<SubmissionRecord> {
  const record = await findSubmission(db, id)
  if (record && actor.kind === 'person') {
    const { challenge } = record.task.track
    if (runs(challenge, actor)) return record
    const team = await findTeamOf(db, challenge.id, actor.userId)
    if (team?.id === record.teamId) return record
  }
  throw new GrandstandError('not_found', `There is no submission ${id} that you may see.`)
}
