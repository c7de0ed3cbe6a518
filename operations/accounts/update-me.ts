import { z } from 'zod'
import { database } from '#store/database.ts'
import { updateUser } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { accountView, personName, showAccount } from './account-fields.ts'
import { requireSession } from './own-account.ts'

export const updateMe = defineOperation({
  name: 'updateMe',
  method: 'PATCH',
  path: '/me',
  tag: 'accounts',
  summary: 'Change your name',
  description: 'Needs a browser session; tokens cannot change an account.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({ name: personName }),
  output: accountView,
  async run(actor, { name }) {
    const { userId } = requireSession(actor)
    return showAccount(await updateUser(database(), userId, { name }))
  },
})
