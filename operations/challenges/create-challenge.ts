import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { CHALLENGE_PARTS } from '#store/challenges.ts'
import { transaction } from '#store/database.ts'
import { isTaken } from '#store/uniqueness.ts'
import { defineOperation } from '../operation.ts'
import { challengeFields, slug } from './challenge-fields.ts'
import { challengeView, showChallenge } from './challenge-view.ts'

export const createChallenge = defineOperation({
  name: 'createChallenge',
  method: 'POST',
  path: '/challenges',
  tag: 'challenges',
  summary: 'Begin a challenge as a draft that you organise',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ ...challengeFields, slug: slug.optional() }),
  output: challengeView,
  status: 201,
  errors: ['already_exists'],
  async run(actor, { slug: wanted, ...fields }, { now }) {
    const { userId } = requirePerson(actor)
    const address = wanted ?? slugOf(fields.title)
    try {
      const record = await transaction((tx) =>
        tx.challenge.create({
          data: { id: newId('cha'), slug: address, ...fields, organisers: { create: { userId } } },
          include: CHALLENGE_PARTS,
        }),
      )
      return showChallenge(record, actor, now)
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError(
        'already_exists',
        `There is a challenge at ${address} already; choose another slug.`,
      )
    }
  },
})
