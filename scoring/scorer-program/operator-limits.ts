import type { ScorerLimits } from '#core/scorer.ts'
import { settings } from '#store/settings.ts'

/** What the operator allows one run of a program at most; of each limit the smaller one holds, the program's or this. */
export function operatorLimits(): Partial<ScorerLimits> {
  const { scoreCpuSeconds, scoreMemoryBytes } = settings()
  return { cpuSeconds: scoreCpuSeconds, memoryMiB: Math.floor(scoreMemoryBytes / 1_048_576) }
}
