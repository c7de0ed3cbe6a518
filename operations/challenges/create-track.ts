import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { AVERAGINGS } from '#core/ranking.ts'
import { findChallenge } from '#store/challenges.ts'
import { transaction } from '#store/database.ts'
import { isTaken } from '#store/uniqueness.ts'
import { defineOperation } from '../operation.ts'
import { slug } from './challenge-fields.ts'
import { challengeToOrganise, challengeView, requireVisible, showChallenge } from './challenge-view.ts'

export const createTrack = defineOperation({
  name: 'createTrack',
  method: 'POST',
  path: '/challenges/{challenge}/tracks',
  tag: 'challenges',
  summary: 'Add a track: tasks that share one ranking and one prize',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    challenge: z.string(),
    title: z.string().trim().min(2).max(80),
    slug: slug.optional(),
    description: z.string().max(10_000).default(''),
    averaging: z.enum(AVERAGINGS).default('mean-score'),
    prize: z.string().max(300).default(''),
  }),
  output: challengeView,
  status: 201,
  errors: ['already_exists'],
  async run(actor, { challenge, slug: wanted, ...fields }, { now }) {
    const address = wanted ?? slugOf(fields.title)
    try {
      const record = await transaction(async (tx) => {
        const { id, tracks } = await challengeToOrganise(actor, challenge, tx)
        await tx.track.create({
          data: { id: newId('trk'), challengeId: id, slug: address, position: tracks.length, ...fields },
        })
        return requireVisible(await findChallenge(tx, id), actor, challenge)
      })
      return showChallenge(record, actor, now)
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError(
        'already_exists',
        `This challenge has a track ${address} already; choose another slug.`,
      )
    }
  },
})
