import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { database } from '#store/database.ts'
import { revokeToken as markRevoked } from '#store/tokens.ts'
import { defineOperation } from '../operation.ts'
import { requireSession } from './own-account.ts'

export const revokeToken = defineOperation({
  name: 'revokeToken',
  method: 'DELETE',
  path: '/me/tokens/{token}',
  tag: 'accounts',
  summary: 'Revoke one of your tokens; it stops working at once',
  description: 'Needs a browser session.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({ token: z.string() }),
  output: z.void(),
  status: 204,
  async run(actor, { token }, { now }) {
    const { userId } = requireSession(actor)
    if (await markRevoked(database(), userId, token, now)) return
    throw new GrandstandError('not_found', `You have no token ${token} in use.`)
  },
})
