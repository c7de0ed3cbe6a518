import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError, type Problem } from '#core/errors.ts'
import { visibleSplit } from '#core/phases.ts'
import type { SplitReport } from '#core/report.ts'
import { SUBMISSION_STATUSES } from '#core/submission.ts'
import { taskSpecSchema } from '#core/task.ts'
import { type Db, database } from '#store/database.ts'
import { findSubmission, type SubmissionRecord } from '#store/submissions.ts'
import { findTeamOf } from '#store/teams.ts'
import { instant, phasesOf, runs } from '../challenges/challenge-view.ts'
import { metricView, requireMetric } from '../challenges/task-view.ts'

export const problemView = z.object({
  line: z.number().int().optional(),
  column: z.string().optional(),
  code: z.string(),
  message: z.string(),
})

const curveView = z.object({ x: z.array(z.number()), y: z.array(z.number()) })

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
})

export const submissionView = z.object({
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
  /** The primary metric on the split that may be seen now; null while unscored or undefined. */
  score: z.number().nullable(),
  rows: z.number().int().nullable(),
  problems: z.array(problemView),
  problemCount: z.number().int(),
  public: splitReportView.nullable(),
  private: splitReportView.nullable(),
  classes: z.array(z.string()).nullable(),
  finishedAt: instant.nullable(),
  durationsMs: z.record(z.string(), z.number()).nullable(),
  /** For organisers: why the platform failed to score it. */
  fault: z.string().nullable(),
})

/** A submission as its team sees it; the private report only once private boards are open. */
export function showSubmission(
  record: SubmissionRecord,
  actor: Actor,
  now: Date,
): z.input<typeof submissionView> {
  const { challenge } = record.task.track
  const evaluation = record.evaluations[0]
  const revealed = visibleSplit(phasesOf(challenge), now) === 'private'
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
    metric: requireMetric(record.task.spec, record.task.primaryMetric),
    score: score ?? null,
    rows: evaluation?.rows ?? null,
    problems: (evaluation?.problems ?? []) as unknown as Problem[],
    problemCount: evaluation?.problemCount ?? 0,
    public: (evaluation?.publicReport ?? null) as unknown as SplitReport | null,
    private: revealed ? ((evaluation?.privateReport ?? null) as unknown as SplitReport | null) : null,
    classes: taskSpecSchema.parse(record.task.spec).classes ?? null,
    finishedAt: evaluation?.finishedAt.toISOString() ?? null,
    durationsMs: (evaluation?.durationsMs ?? null) as Record<string, number> | null,
    fault: organises ? record.fault : null,
  }
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
