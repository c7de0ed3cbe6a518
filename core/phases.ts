/** The stages of a challenge. All instants are UTC; a phase runs from `startsAt` up to, but not including, `endsAt`. */
import type { Split } from './report.ts'

export interface Phase {
  id: string
  slug: string
  title: string
  startsAt: Date
  endsAt: Date
  /** Submissions per team, task and UTC day; 0 takes none. */
  dailyQuota: number
  /** Which split the leaderboards show while this phase runs, and after it until the next one starts. */
  visibleSplit: Split
}

/** The phase that runs at `now`, if any. Phases of one challenge do not overlap. */
export function currentPhase<P extends Phase>(phases: readonly P[], now: Date): P | undefined {
  return phases.find((phase) => phase.startsAt <= now && now < phase.endsAt)
}

/** The phase that takes submissions at `now`, if any. */
export function openPhase<P extends Phase>(phases: readonly P[], now: Date): P | undefined {
  const phase = currentPhase(phases, now)
  return phase && phase.dailyQuota > 0 ? phase : undefined
}

/** The next phase that will take submissions, if any. */
export function nextOpenPhase<P extends Phase>(phases: readonly P[], now: Date): P | undefined {
  return phases
    .filter((phase) => phase.startsAt > now && phase.dailyQuota > 0)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0]
}

/** Which split boards show at `now`: that of the latest phase that has started; public before any has. */
export function visibleSplit(phases: readonly Phase[], now: Date): Split {
  const started = phases.filter((phase) => phase.startsAt <= now)
  started.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  return started.at(-1)?.visibleSplit ?? 'public'
}

export type ChallengeState = 'upcoming' | 'running' | 'finished'

/** Before the first phase, while any submission phase is under way or to come, or after the last of them. */
export function challengeState(phases: readonly Phase[], now: Date): ChallengeState {
  if (phases.every((phase) => phase.startsAt > now)) return 'upcoming'
  return phases.some((phase) => phase.dailyQuota > 0 && phase.endsAt > now) ? 'running' : 'finished'
}

/** Two phases that overlap, if any: the pair that an organiser must mend. */
export function overlappingPhases<P extends Pick<Phase, 'startsAt' | 'endsAt'>>(
  phases: readonly P[],
): [P, P] | undefined {
  const ordered = [...phases].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const at = ordered.findIndex((phase, i) => i > 0 && ordered[i - 1].endsAt > phase.startsAt)
  return at < 0 ? undefined : [ordered[at - 1], ordered[at]]
}
