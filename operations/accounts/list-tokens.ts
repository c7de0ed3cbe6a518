import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { database } from '#store/database.ts'
import { listTokens as findTokens } from '#store/tokens.ts'
import { defineOperation } from '../operation.ts'
import { showToken, tokenView } from './account-fields.ts'

export const listTokens = defineOperation({
  name: 'listTokens',
  method: 'GET',
  path: '/me/tokens',
  tag: 'accounts',
  summary: 'Your tokens, newest first, without their secrets',
  access: 'signed-in',
  scope: 'read',
  input: z.object({}),
  output: z.object({ tokens: z.array(tokenView) }),
  async run(actor, _input, { now }) {
    const tokens = await findTokens(database(), requirePerson(actor).userId)
    return { tokens: tokens.map((token) => showToken(token, now)) }
  },
})
