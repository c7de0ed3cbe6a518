import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { defineOperation } from '../operation.ts'
import { instant, visibleChallenge } from './challenge-view.ts'

export const acceptRules = defineOperation({
  name: 'acceptRules',
  method: 'POST',
  path: '/challenges/{challenge}/rules/acceptances',
  tag: 'challenges',
  summary: 'Accept the rules of a challenge in the version you read',
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ challenge: z.string(), rulesVersion: z.coerce.number().int() }),
  output: z.object({ rulesVersion: z.number().int(), acceptedAt: instant }),
  errors: ['conflict'],
  async run(actor, { challenge, rulesVersion }, { now }) {
    const { userId } = requirePerson(actor)
    await transaction(async (tx) => {
      const record = await visibleChallenge(actor, challenge, tx)
      if (record.rulesVersion !== rulesVersion) {
        throw new GrandstandError(
          'conflict',
          `The rules are now at version ${record.rulesVersion}, you read version ${rulesVersion}. Read them again.`,
        )
      }
      const key = { challengeId: record.id, userId }
      await tx.participation.upsert({
        where: { challengeId_userId: key },
        create: { ...key, rulesVersion, acceptedAt: now },
        update: { rulesVersion, acceptedAt: now },
      })
    })
    return { rulesVersion, acceptedAt: now.toISOString() }
  },
})
