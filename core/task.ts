/** What a task asks of its teams, as plain data: the same shape in the database, in task.json and in the sandbox. */
import * as z from 'zod'

export const TASK_KINDS = [
  'classification',
  'matching-pairs',
  'matching-clusters',
  'matching-ranked',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

/**
 * How a task is judged.
 *
 * - `classes`: the declared class list, in order; position 1 is the positive class when there are two.
 * - `predictionForm`: classification only. `label` wants `id,prediction`; `probabilities` wants `id` and one column
 *   per class; `either` takes both, told apart by the header.
 * - `truthForm`: matching-pairs only. `labelled`: truth is `id_left,id_right,label` and predictions cover exactly
 *   these pairs. `match-list`: truth lists the matches, predictions any number of pairs.
 * - `symmetric`: matching-pairs only; (a, b) and (b, a) are the same pair.
 * - `threshold`: a pair with score >= threshold is a predicted match.
 * - `metrics`: names from the metric catalogue; empty means every metric that applies.
 * - `slices`: classification on the platform only; columns of the release's test table, or two of them together, by whose
 *   values reports show the primary metric, too.
 */
export const taskSpecSchema = z.object({
  kind: z.enum(TASK_KINDS),
  classes: z.array(z.string()).min(2).max(10_000).optional(),
  predictionForm: z.enum(['label', 'probabilities', 'either']).default('either'),
  truthForm: z.enum(['labelled', 'match-list']).default('labelled'),
  symmetric: z.boolean().default(false),
  threshold: z.number().default(0.5),
  metrics: z.array(z.string()).default([]),
  slices: z
    .array(z.array(z.string().min(1)).min(1).max(2))
    .max(8)
    .optional(),
})

export type TaskSpec = z.infer<typeof taskSpecSchema>
