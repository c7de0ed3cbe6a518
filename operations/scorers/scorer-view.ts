import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError, type Problem } from '#core/errors.ts'
import {
  scorerManifestSchema,
  scorerRuntimeSchema,
  TRIAL_OUTCOMES,
  type TrialPart,
  type TrialResult,
} from '#core/scorer.ts'
import { type Db, database } from '#store/database.ts'
import { findScorer, type ScorerRecord } from '#store/scorers.ts'
import { instant, runs } from '../challenges/challenge-view.ts'
import { problemView } from '../submissions/submission-view.ts'
import { waitUntil } from '../wait-until.ts'

const traceView = z.object({
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  peakMemoryBytes: z.number(),
  /** The last 4 KiB of what it printed. */
  stdoutTail: z.string(),
  stderrTail: z.string(),
})

export const trialView = z.object({
  id: z.string(),
  filename: z.string(),
  /** Null while it is under way. Only `scored` is a pass. */
  outcome: z.enum(TRIAL_OUTCOMES).nullable(),
  /** One run of the program for each part of the answers. */
  parts: z.array(
    z.object({
      part: z.enum(['public', 'private', 'all']),
      rows: z.number().int(),
      scores: z.record(z.string(), z.number()).nullable(),
      hasReport: z.boolean(),
      trace: traceView.nullable(),
    }),
  ),
  problems: z.array(problemView),
  /** Who rejected the file: Grandstand's own check of form and ids, which comes first, or the program. */
  rejectedBy: z.enum(['grandstand', 'program']).nullable(),
  /** Why the program or the platform failed. */
  reason: z.string().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})

export const scorerView = z.object({
  id: z.string(),
  task: z.string(),
  challenge: z.string(),
  number: z.number().int(),
  status: z.enum(['checking', 'ready', 'refused']),
  filename: z.string(),
  sizeBytes: z.number().int(),
  /** SHA-256 of the program, null until it was checked. */
  digest: z.string().nullable(),
  problems: z.array(problemView),
  manifest: scorerManifestSchema.nullable(),
  /** What the worker's machine has for it. */
  runtime: scorerRuntimeSchema.nullable(),
  /** Whether a trial has passed, so that it may be chosen. */
  passed: z.boolean(),
  createdBy: z.string(),
  createdAt: instant,
  trials: z.array(trialView),
})

export function showScorer(record: ScorerRecord): z.input<typeof scorerView> {
  return {
    id: record.id,
    task: record.task.slug,
    challenge: record.task.track.challenge.slug,
    number: record.number,
    status: record.status,
    filename: record.filename,
    sizeBytes: Number(record.sizeBytes),
    digest: record.digest,
    problems: (record.problems ?? []) as unknown as Problem[],
    manifest: record.manifest === null ? null : scorerManifestSchema.parse(record.manifest),
    runtime: record.runtime === null ? null : scorerRuntimeSchema.parse(record.runtime),
    passed: hasPassed(record),
    createdBy: record.createdBy.name,
    createdAt: record.createdAt.toISOString(),
    trials: record.trials.map(showTrial),
  }
}

function showTrial(trial: ScorerRecord['trials'][number]): z.input<typeof trialView> {
  const result = trialResult(trial)
  return {
    id: trial.id,
    filename: trial.filename,
    outcome: TRIAL_OUTCOMES.find((outcome) => outcome === trial.outcome) ?? null,
    parts: (result?.parts ?? []).map(({ part, rows, scores, reportKey, trace }: TrialPart) => ({
      ...{ part, rows, scores: scores ?? null, trace: trace ?? null },
      hasReport: reportKey !== undefined,
    })),
    problems: result?.problems ?? [],
    rejectedBy: result?.rejectedBy ?? null,
    reason: result?.reason ?? null,
    createdAt: trial.createdAt.toISOString(),
    finishedAt: trial.finishedAt?.toISOString() ?? null,
  }
}

/** A finished trial's result as the worker wrote it; null while it is under way. */
export function trialResult({ result }: Pick<ScorerRecord['trials'][number], 'result'>): TrialResult | null {
  return result as unknown as TrialResult | null
}

/** Whether a version may be chosen: it was checked, and one of its trials gave scores. */
export function hasPassed({ status, _count }: ScorerRecord): boolean {
  return status === 'ready' && _count.trials > 0
}

/** The version, when the actor runs its challenge; else `not_found`, whether it exists or not. */
export async function scorerToOrganise(actor: Actor, id: string, db: Db = database()): Promise<ScorerRecord> {
  const record = await findScorer(db, id)
  if (record && runs(record.task.track.challenge, actor)) return record
  throw new GrandstandError('not_found', `There is no scorer ${id} that you may see.`)
}

/** Returns when nothing of the version is under way any more, or after `seconds`. */
export function waitForScorer(id: string, seconds: number): Promise<void> {
  return waitUntil(
    seconds,
    (event) => event.kind === 'scorer' && event.scorerId === id,
    async () => {
      const record = await findScorer(database(), id)
      return (
        record?.status !== 'checking' && record?.trials.every(({ outcome }) => outcome !== null) !== false
      )
    },
  )
}

export const waitSeconds = z.coerce.number().min(0).max(120).default(0)
