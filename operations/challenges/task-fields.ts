import { z } from 'zod'

/** What organisers say about a task, with the limits the pages show. */
export const taskFields = {
  title: z.string().trim().min(2).max(120),
  description: z.string().max(20_000),
  baselineScore: z.number().nullable(),
  maxUploadBytes: z.coerce.number().int().min(1_024).max(1_099_511_627_776),
}
