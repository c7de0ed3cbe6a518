/**
 * Leaderboards as pure functions of entries. Equal scores share a rank (1 2 2 4); what has no score has no rank and
 * is never first or last-by-zero.
 */
import type { MetricInfo } from './metric.ts'

export type Direction = MetricInfo['direction']

export interface Scored {
  teamId: string
  score: number
  /** Breaks ties in display order only, never in rank: who was there first. */
  submittedAt: Date
}

/** Negative when `a` is better than `b`. */
export function compareScores(a: number, b: number, direction: Direction): number {
  return direction === 'higher-is-better' ? b - a : a - b
}

/** Entries in board order with their ranks. Scores must be finite: what is undefined has no entry. */
export function rankEntries<E extends Scored>(
  entries: readonly E[],
  direction: Direction,
): (E & { rank: number })[] {
  const ordered = [...entries].sort(
    (a, b) =>
      compareScores(a.score, b.score, direction) ||
      a.submittedAt.getTime() - b.submittedAt.getTime() ||
      (a.teamId < b.teamId ? -1 : 1),
  )
  let rank = 0
  return ordered.map((entry, i) => {
    if (i === 0 || entry.score !== ordered[i - 1].score) rank = i + 1
    return { ...entry, rank }
  })
}

export const AVERAGINGS = ['mean-score', 'mean-rank', 'normalised'] as const
export type Averaging = (typeof AVERAGINGS)[number]

/** One task of a track as its board sees it. */
export interface TaskBoard {
  taskId: string
  direction: Direction
  /** Score of the organisers' baseline, for `normalised`; without one the task counts with its plain score. */
  baselineScore: number | null
  /** Score of a perfect file. */
  perfectScore: number
  entries: readonly Scored[]
}

export interface TrackRow extends Scored {
  rank: number
  /** Score per task, in the order of the boards. */
  taskScores: number[]
}

export interface TrackBoard {
  ranked: TrackRow[]
  /** Teams that miss at least one task: shown below the board with what they have, without a rank. */
  incomplete: { teamId: string; taskScores: (number | null)[]; missing: string[] }[]
  /** Direction of the average itself. */
  direction: Direction
}

/**
 * A track's board: the average over all its tasks, only for teams that have every task.
 *
 * - `mean-score`: the plain mean; all tasks of such a track have metrics of one direction.
 * - `mean-rank`: mean of the ranks on the task boards; lower is better.
 * - `normalised`: mean of (score − baseline) / (perfect − baseline), so baseline = 0 and perfect = 1.
 */
export function rankTrack(boards: readonly TaskBoard[], averaging: Averaging): TrackBoard {
  const teamIds = new Set(boards.flatMap((board) => board.entries.map((entry) => entry.teamId)))
  const points = boards.map((board) => pointsByTeam(board, averaging))
  const scores = boards.map((board) => new Map(board.entries.map((entry) => [entry.teamId, entry])))
  const direction: Direction =
    averaging === 'mean-rank' || (averaging === 'mean-score' && boards[0]?.direction === 'lower-is-better')
      ? 'lower-is-better'
      : 'higher-is-better'
  const complete: Omit<TrackRow, 'rank'>[] = []
  const incomplete: TrackBoard['incomplete'] = []
  for (const teamId of [...teamIds].sort()) {
    const entries = scores.map((byTeam) => byTeam.get(teamId))
    if (entries.every((entry) => entry !== undefined)) {
      complete.push({
        teamId,
        score: mean(points.map((byTeam) => byTeam.get(teamId)!)),
        taskScores: entries.map((entry) => entry.score),
        submittedAt: new Date(Math.max(...entries.map((entry) => entry.submittedAt.getTime()))),
      })
    } else {
      incomplete.push({
        teamId,
        taskScores: entries.map((entry) => entry?.score ?? null),
        missing: boards.filter((_, i) => !entries[i]).map((board) => board.taskId),
      })
    }
  }
  return { ranked: rankEntries(complete, direction), incomplete, direction }
}

function pointsByTeam(board: TaskBoard, averaging: Averaging): Map<string, number> {
  if (averaging === 'mean-rank') {
    return new Map(rankEntries(board.entries, board.direction).map((entry) => [entry.teamId, entry.rank]))
  }
  const base = board.baselineScore
  const normalise = (score: number) =>
    averaging === 'normalised' && base !== null && base !== board.perfectScore
      ? (score - base) / (board.perfectScore - base)
      : score
  return new Map(board.entries.map((entry) => [entry.teamId, normalise(entry.score)]))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** One line of the journal: a scored evaluation of a team's submission. */
export interface JournalLine {
  seq: bigint
  submissionId: string
  evaluationId: string
  submittedAt: Date
  /** null where the metric is undefined for this file. */
  publicScore: number | null
  privateScore: number | null
}

/**
 * The line a team stands on a board with: of each submission its latest line (a re-score replaces the earlier one),
 * of these the best public score, earlier submissions first among equals. The private board shows the same line's
 * private score, so that nobody gains by many tries on answers they cannot see.
 *
 * Returns undefined when no line has a public score.
 */
export function standingLine<L extends JournalLine>(
  lines: readonly L[],
  direction: Direction,
): L | undefined {
  const latest = new Map<string, L>()
  for (const line of lines) {
    const known = latest.get(line.submissionId)
    if (!known || line.seq > known.seq) latest.set(line.submissionId, line)
  }
  const scored = [...latest.values()].filter((line) => line.publicScore !== null)
  scored.sort(
    (a, b) =>
      compareScores(a.publicScore!, b.publicScore!, direction) ||
      a.submittedAt.getTime() - b.submittedAt.getTime() ||
      (a.submissionId < b.submissionId ? -1 : 1),
  )
  return scored[0]
}
