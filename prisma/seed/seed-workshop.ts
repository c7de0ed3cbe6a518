import type { Person } from '#core/access.ts'
import { DEMO_TEAMS } from '#datasets/samples/demo-teams.ts'
import type { SampleChallenge } from '#datasets/samples/sample-challenges.ts'
import { FINALISTS_PER_TRACK, SPRINT_SESSIONS, SPRINT_TALKS } from '#datasets/samples/sprint-workshop.ts'
import { getTrackLeaderboard } from '#operations/leaderboards/get-track-leaderboard.ts'
import { setWorkshop } from '#operations/workshops/set-workshop.ts'

const TALK_MINUTES = 20

/** Fills the workshop of the past challenge: the finalists of the final boards give their talks. */
export async function seedWorkshop(organiser: Person, challenge: SampleChallenge): Promise<void> {
  const sessions = await Promise.all(
    SPRINT_SESSIONS.map(async ({ title, starts, minutes, track }) => ({
      title,
      startsAt: starts,
      endsAt: later(starts, minutes),
      talks: track ? await talksOf(organiser, challenge.slug, track, starts) : [],
    })),
  )
  await setWorkshop.call(organiser, {
    challenge: challenge.slug,
    title: `${challenge.title}: the workshop`,
    startsAt: sessions[0].startsAt,
    endsAt: sessions.at(-1)!.endsAt,
    place: 'Lecture hall 3, and online',
    description: 'The first three of every track present what they did, in twenty minutes each.',
    published: true,
    sessions,
    awards: challenge.tracks.map((track) => ({ track: track.slug, place: 1, prize: track.prize })),
  })
}

async function talksOf(organiser: Person, challenge: string, track: string, starts: string) {
  const { entries } = await getTrackLeaderboard.call(organiser, { challenge, track })
  const finalists = entries.filter((entry) => entry.rank <= FINALISTS_PER_TRACK)
  return finalists.map(({ team }, i) => {
    const demo = DEMO_TEAMS.find(({ name }) => name === team.name)!
    const talk = SPRINT_TALKS.find((one) => one.team === demo.slug && one.track === track)!
    return {
      title: talk.title,
      abstract: talk.abstract,
      speakers: demo.members.map(({ name }) => name).join(', '),
      team: team.slug,
      startsAt: later(starts, i * TALK_MINUTES),
      minutes: TALK_MINUTES,
    }
  })
}

function later(instant: string, minutes: number): string {
  return new Date(new Date(instant).getTime() + minutes * 60_000).toISOString()
}
