import { z } from 'zod'
import { database } from '#store/database.ts'
import { updateUser } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { requireSession } from './own-account.ts'

export const endSessions = defineOperation({
  name: 'endSessions',
  method: 'DELETE',
  path: '/me/sessions',
  tag: 'accounts',
  summary: 'Sign out everywhere, in every browser',
  description: 'Needs a browser session, and ends that one too. Tokens stay as they are.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({}),
  output: z.void(),
  status: 204,
  async run(actor, _input, { now }) {
    const { userId } = requireSession(actor)
    await updateUser(database(), userId, { sessionsFrom: now })
  },
})
