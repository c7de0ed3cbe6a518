import { GrandstandError } from '#core/errors.ts'
import { visibleSplit } from '#core/phases.ts'
import { AVERAGINGS, rankTrack, type TaskBoard, type TrackBoard } from '#core/ranking.ts'
import type { Split } from '#core/report.ts'
import type { ChallengeRecord } from '#store/challenges.ts'
import { database } from '#store/database.ts'
import { type EntryRecord, listEntries } from '#store/entries.ts'
import { phasesOf } from '../challenges/challenge-view.ts'
import { taskMetric } from '../challenges/task-view.ts'

export type TrackRecord = ChallengeRecord['tracks'][number]

export interface RankedTrack {
  split: Split
  board: TrackBoard
  teams: Map<string, EntryRecord['team']>
}

/** A track of a challenge by slug or id, or `not_found`. */
export function requireTrack(challenge: ChallengeRecord, slugOrId: string): TrackRecord {
  const found = challenge.tracks.find((track) => track.slug === slugOrId || track.id === slugOrId)
  if (found) return found
  throw new GrandstandError('not_found', `${challenge.title} has no track ${slugOrId}.`)
}

/** Reads the entries of a track's tasks and ranks its teams on the split that boards show now. */
export async function readTrackBoard(
  challenge: ChallengeRecord,
  track: TrackRecord,
  now: Date,
): Promise<RankedTrack> {
  const split = visibleSplit(phasesOf(challenge), now)
  const taskIds = track.tasks.map((task) => task.id)
  const entries = await listEntries(database(), taskIds, split)
  const boards = track.tasks.map((task): TaskBoard => {
    const { direction, range } = taskMetric(task)
    const perfect = direction === 'higher-is-better' ? range[1] : range[0]
    return {
      taskId: task.id,
      direction,
      // where nobody knows what perfect is, the plain score counts
      baselineScore: perfect === null ? null : task.baselineScore,
      perfectScore: perfect ?? 0,
      entries: entries.filter((entry) => entry.taskId === task.id),
    }
  })
  const averaging = AVERAGINGS.find((name) => name === track.averaging) ?? 'mean-score'
  return {
    split,
    board: rankTrack(boards, averaging),
    teams: new Map(entries.map(({ team }) => [team.id, team])),
  }
}
