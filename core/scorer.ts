/** Organisers' scorer programs as plain data: what one declares, and what trying one showed. See docs/scorers.md. */
import { z } from 'zod'
import type { Problem } from './errors.ts'
import type { RankedMetric } from './metric.ts'
import type { Split } from './report.ts'

/** What a program may use. */
export const scorerLimitsSchema = z.strictObject({
  /** Processor time of all processes together, seconds; three times as much real time. */
  cpuSeconds: z.number().min(1).max(3600).default(60),
  /** Memory of all processes together, with everything written to /tmp and /output. */
  memoryMiB: z.int().min(64).max(65_536).default(1024),
  /** scores.json, report.html and problems.json together. */
  outputKiB: z.int().min(1).max(4096).default(1024),
})

/** A score that a program gives, as it is declared. */
export const scorerOutputSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_@.-]{0,63}$/, 'must be a word of at most 64 letters, digits, _ @ . and -'),
  direction: z.enum(['higher-is-better', 'lower-is-better']),
  /** Decimals on a leaderboard. */
  precision: z.int().min(0).max(15).default(4),
  /** The one output that ranks. */
  primary: z.boolean().default(false),
  /** How pages name it; its name when absent. */
  title: z.string().trim().min(1).max(60).optional(),
  /** One sentence for the teams. */
  description: z.string().trim().min(1).max(300).optional(),
  /** The score of a perfect file, where there is one; tracks that normalise need it. */
  perfect: z.number().optional(),
})

/** Forms of a predictions file that a program can read. */
export const PREDICTION_FORMATS = ['csv', 'parquet'] as const
export type PredictionFormat = (typeof PREDICTION_FORMATS)[number]

/** `scorer.yaml` as read: the shape in the database too. */
export const scorerManifestSchema = z.object({
  language: z.enum(['python', 'node']),
  /** Path of the file to start, relative to the program's folder, and its arguments. */
  command: z.tuple([z.string()], z.string()),
  limits: scorerLimitsSchema,
  /** In the order of the file; names are unique and exactly one is primary. */
  outputs: z.array(scorerOutputSchema),
  reads: z.array(z.enum(PREDICTION_FORMATS)),
})

export type ScorerLimits = z.output<typeof scorerLimitsSchema>
export type ScorerOutput = z.output<typeof scorerOutputSchema>
export type ScorerManifest = z.output<typeof scorerManifestSchema>

/** The versions of an interpreter and its packages on the worker's machine, or why there is none. */
export const scorerRuntimeSchema = z.union([
  z.object({ version: z.string(), packages: z.record(z.string(), z.string().nullable()) }),
  z.object({ missing: z.string() }),
])
export type ScorerRuntime = z.output<typeof scorerRuntimeSchema>

/** What one run of a program took, and the end of what it printed. */
export interface ScorerTrace {
  cpuSeconds: number
  wallSeconds: number
  peakMemoryBytes: number
  stdoutTail: string
  stderrTail: string
}

/** How a trial ended, by whose doing. Only `scored` is a pass. */
export const TRIAL_OUTCOMES = ['scored', 'rejected', 'scorer_fault', 'platform_fault'] as const
export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number]

/** One part of the answers in a trial. */
export interface TrialPart {
  part: Split | 'all'
  /** Rows of the truth in this part. */
  rows: number
  scores?: Record<string, number>
  /** The sanitised report lies in the object store under this key. */
  reportKey?: string
  trace?: ScorerTrace
}

/** All that a trial showed. */
export interface TrialResult {
  parts: TrialPart[]
  /** What is wrong with the file, when it was rejected. */
  problems: Problem[]
  /** Who found that: Grandstand's own check of form and ids, which comes first, or the program. */
  rejectedBy?: 'grandstand' | 'program'
  /** Why the program or the platform failed. */
  reason?: string
}

/** The output that ranks. */
export function primaryOutput({ outputs }: Pick<ScorerManifest, 'outputs'>): ScorerOutput {
  const found = outputs.find(({ primary }) => primary)
  if (!found) throw new Error('a manifest was kept without a primary output')
  return found
}

/** An output as boards and reports want a metric. */
export function outputMetric(output: ScorerOutput): RankedMetric {
  const { name, title = name, description = '', direction, precision, perfect = null } = output
  const range = direction === 'higher-is-better' ? ([null, perfect] as const) : ([perfect, null] as const)
  return { name, title, direction, precision, range, description }
}

/** What evaluations keep of a program: its digest, with a word in front of it that no built-in scorer has. */
export function programScorer(digest: string): string {
  return `program-${digest}`
}

/** The built-in metrics of whatever version, for `isSameScorer`. */
const ANY_BUILTIN = 'builtin-'

/** What a task's board shows the scores of: its program's, or the built-in metrics'. */
export function boardScorer(scorer: { digest: string | null } | null): string {
  if (scorer === null) return ANY_BUILTIN
  if (scorer.digest === null) throw new Error('a program was chosen before it was checked')
  return programScorer(scorer.digest)
}

/**
 * Whether scores of two scorer versions may stand on one board: those of one program version, or those of the built-in
 * metrics, whose versions are made to be comparable.
 */
export function isSameScorer(a: string, b: string): boolean {
  return a === b || (a.startsWith(ANY_BUILTIN) && b.startsWith(ANY_BUILTIN))
}
