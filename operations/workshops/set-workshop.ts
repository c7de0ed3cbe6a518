import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import type { ChallengeRecord } from '#store/challenges.ts'
import { type Db, transaction } from '#store/database.ts'
import { findWorkshop } from '#store/workshops.ts'
import { challengeToOrganise, instant } from '../challenges/challenge-view.ts'
import { requireTrack } from '../leaderboards/track-board.ts'
import { defineOperation } from '../operation.ts'
import { showWorkshop } from './get-workshop.ts'
import { workshopView } from './workshop-view.ts'

const talkInput = z.object({
  title: z.string().trim().min(1).max(200),
  speakers: z.string().trim().min(1).max(300),
  abstract: z.string().max(5_000).default(''),
  /** Slug of the presenting team, when it is a team's talk. */
  team: z.string().nullable().default(null),
  startsAt: instant,
  minutes: z.coerce.number().int().min(1).max(600),
})

/** Passes what ends after it starts. */
const isForward = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
  new Date(startsAt) < new Date(endsAt)
const ENDS_FIRST = 'it must end after it starts'

const sessionInput = z
  .object({
    title: z.string().trim().min(1).max(200),
    startsAt: instant,
    endsAt: instant,
    talks: z.array(talkInput).max(100).default([]),
  })
  .refine(isForward, { message: ENDS_FIRST, path: ['endsAt'] })

const workshopInput = z.object({
  challenge: z.string(),
  title: z.string().trim().min(1).max(200),
  startsAt: instant,
  endsAt: instant,
  place: z.string().max(300).default(''),
  description: z.string().max(20_000).default(''),
  published: z.boolean().default(false),
  sessions: z.array(sessionInput).max(100).default([]),
  awards: z
    .array(
      z.object({
        track: z.string(),
        place: z.coerce.number().int().min(1).max(100),
        prize: z.string().min(1).max(300),
      }),
    )
    .max(200)
    .default([]),
})

export const setWorkshop = defineOperation({
  name: 'setWorkshop',
  method: 'PUT',
  path: '/challenges/{challenge}/workshop',
  tag: 'workshops',
  summary: 'Set the workshop of a challenge: programme of talks and prizes',
  access: 'organiser',
  scope: 'organise',
  input: workshopInput,
  output: workshopView,
  async run(actor, input, { now }) {
    requireOrder(input)
    return transaction(async (tx) => {
      const challenge = await challengeToOrganise(actor, input.challenge, tx)
      await writeWorkshop(tx, challenge, input)
      return showWorkshop(challenge, (await findWorkshop(tx, challenge.id))!, now)
    })
  },
})

function requireOrder({ awards, ...input }: z.output<typeof workshopInput>): void {
  if (!isForward(input)) {
    const problems = [{ column: 'endsAt', code: 'custom', message: ENDS_FIRST }]
    throw new GrandstandError('invalid_input', 'The workshop must end after it starts.', { problems })
  }
  const places = awards.map(({ track, place }) => `place ${place} of ${track}`)
  const twice = places.find((place, i) => places.indexOf(place) < i)
  if (twice) throw new GrandstandError('invalid_input', `There are two prizes for ${twice}.`)
}

/** Replaces the whole workshop: a programme is edited as one document. */
async function writeWorkshop(
  tx: Db,
  challenge: ChallengeRecord,
  input: z.output<typeof workshopInput>,
): Promise<void> {
  const { title, place, description, published } = input
  await tx.workshop.deleteMany({ where: { challengeId: challenge.id } })
  const workshopId = newId('wor')
  await tx.workshop.create({
    data: {
      id: workshopId,
      challengeId: challenge.id,
      title,
      place,
      description,
      published,
      startsAt: new Date(input.startsAt),
      endsAt: new Date(input.endsAt),
    },
  })
  await tx.award.createMany({
    data: input.awards.map((award) => ({
      id: newId('awd'),
      workshopId,
      trackId: requireTrack(challenge, award.track).id,
      place: award.place,
      prize: award.prize,
    })),
  })
  const teams = await tx.team.findMany({
    where: { challengeId: challenge.id },
    select: { id: true, slug: true },
  })
  const teamIds = new Map(teams.map((team) => [team.slug, team.id]))
  for (const [position, session] of input.sessions.entries()) {
    const { title: sessionTitle, startsAt, endsAt } = session
    await tx.session.create({
      data: {
        id: newId('ses'),
        workshopId,
        title: sessionTitle,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
        position,
        talks: { create: session.talks.map((talk) => newTalk(talk, teamIds)) },
      },
    })
  }
}

function newTalk({ team, startsAt, ...talk }: z.output<typeof talkInput>, teamIds: Map<string, string>) {
  const teamId = team === null ? null : teamIds.get(team)
  if (teamId === undefined) {
    throw new GrandstandError(
      'invalid_input',
      `The talk "${talk.title}" names the team ${team}, which the challenge does not have.`,
    )
  }
  return { id: newId('tlk'), ...talk, teamId, startsAt: new Date(startsAt) }
}
