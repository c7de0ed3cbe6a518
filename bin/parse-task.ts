import * as z from 'zod'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'

/** The task that a task.json states, or what is wrong with it. A module of its own because zod takes a while to load. */
export function parseTask(value: unknown): { spec: TaskSpec } | { wrong: string } {
  const parsed = taskSpecSchema.safeParse(value)
  return parsed.success ? { spec: parsed.data } : { wrong: z.prettifyError(parsed.error) }
}

/** Parses a small task: what the bundle's code is made from. */
export async function rehearse(): Promise<void> {
  parseTask({ kind: 'classification', classes: ['a', 'b'] })
}
