import { performance } from 'node:perf_hooks'

/** Times of the stages of a job in milliseconds, by name. */
export interface Stopwatch {
  durations: Record<string, number>
  /** Ends a stage, which began where the one before ended. */
  lap(name: string): void
}

/** Starts a stopwatch. */
export function stopwatch(durations: Record<string, number>): Stopwatch {
  let last = performance.now()
  return {
    durations,
    lap(name) {
      const now = performance.now()
      durations[name] = Math.round(now - last)
      last = now
    },
  }
}
