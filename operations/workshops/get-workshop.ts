import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { challengeState, visibleSplit } from '#core/phases.ts'
import type { ChallengeRecord } from '#store/challenges.ts'
import { database } from '#store/database.ts'
import { findWorkshop, type WorkshopRecord } from '#store/workshops.ts'
import { phasesOf, runs, visibleChallenge } from '../challenges/challenge-view.ts'
import { readTrackBoard } from '../leaderboards/track-board.ts'
import { defineOperation } from '../operation.ts'
import { workshopView } from './workshop-view.ts'

/** The first three places of a track's final board present at the workshop. */
const FINALIST_PLACES = 3

export const getWorkshop = defineOperation({
  name: 'getWorkshop',
  method: 'GET',
  path: '/challenges/{challenge}/workshop',
  tag: 'workshops',
  summary: 'The workshop of a challenge: finalists from the final board, programme, prizes',
  access: 'anyone',
  scope: 'read',
  input: z.object({ challenge: z.string() }),
  output: workshopView,
  async run(actor, input, { now }) {
    const challenge = await visibleChallenge(actor, input.challenge)
    const workshop = await findWorkshop(database(), challenge.id)
    if (!workshop || !(workshop.published || runs(challenge, actor))) {
      throw new GrandstandError('not_found', `${challenge.title} has no workshop that you may see.`)
    }
    return showWorkshop(challenge, workshop, now)
  },
})

/** A workshop with the finalists as the boards have them now. */
export async function showWorkshop(
  challenge: ChallengeRecord,
  workshop: WorkshopRecord,
  now: Date,
): Promise<z.input<typeof workshopView>> {
  const tracks = new Map(
    challenge.tracks.map((track) => [track.id, { slug: track.slug, title: track.title }]),
  )
  return {
    title: workshop.title,
    challenge: { slug: challenge.slug, title: challenge.title },
    startsAt: workshop.startsAt.toISOString(),
    endsAt: workshop.endsAt.toISOString(),
    place: workshop.place,
    description: workshop.description,
    published: workshop.published,
    finalists: await finalistsOf(challenge, workshop, now),
    awards: workshop.awards.map(({ trackId, place, prize }) => ({
      track: tracks.get(trackId)!,
      place,
      prize,
    })),
    sessions: workshop.sessions.map((session) => ({
      title: session.title,
      startsAt: session.startsAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
      talks: session.talks.map((talk) => ({ ...talk, startsAt: talk.startsAt.toISOString() })),
    })),
  }
}

async function finalistsOf(challenge: ChallengeRecord, workshop: WorkshopRecord, now: Date) {
  const phases = phasesOf(challenge)
  const final = challengeState(phases, now) === 'finished' && visibleSplit(phases, now) === 'private'
  if (!final) return []
  return Promise.all(
    challenge.tracks.map(async (track) => {
      const { board, teams } = await readTrackBoard(challenge, track, now)
      const prizeOf = (rank: number) =>
        workshop.awards.find((award) => award.trackId === track.id && award.place === rank)?.prize ?? null
      return {
        track: { slug: track.slug, title: track.title },
        teams: board.ranked
          .filter((row) => row.rank <= FINALIST_PLACES)
          .map(({ rank, teamId, score }) => ({
            rank,
            team: teams.get(teamId)!,
            score,
            prize: prizeOf(rank),
          })),
      }
    }),
  )
}
