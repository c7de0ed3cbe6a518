/** Where a judging's processor time goes. */
import { fileURLToPath } from 'node:url'
import { type Cost, measure } from './measure.ts'

/** Each includes those before it. `metrics` includes keeping the values that metrics need. */
export const STAGES = ['start', 'truth', 'read', 'align', 'metrics', 'interval'] as const
export type Stage = (typeof STAGES)[number]

const PROGRAM = fileURLToPath(new URL('stage-program.ts', import.meta.url))

/**
 * Processor seconds of each stage: the least of some runs, less that of the stage before.
 *
 * @param request a file with the judge's request, for a prepared truth
 */
export async function measureStages(request: string, rounds: number): Promise<[Stage, number][]> {
  const least = new Map<Stage, number>()
  for (let round = 0; round < rounds; round++) {
    for (const stage of STAGES) {
      const command = [process.execPath, PROGRAM, stage]
      const { cpuSeconds }: Cost = await measure({ name: stage, command, stdin: request })
      least.set(stage, Math.min(cpuSeconds, least.get(stage) ?? cpuSeconds))
    }
  }
  let before = 0
  return [...least].map(([stage, seconds]) => {
    const own = seconds - before
    before = seconds
    return [stage, own]
  })
}
