import { z } from 'zod'
import { requirePerson, SCOPES } from '#core/access.ts'
import { defineOperation } from '../operation.ts'
import { accountView, showAccount } from './account-fields.ts'
import { ownAccount } from './own-account.ts'

export const getMe = defineOperation({
  name: 'getMe',
  method: 'GET',
  path: '/me',
  tag: 'accounts',
  summary: 'Your account, and what this token or session may do',
  access: 'signed-in',
  scope: 'read',
  input: z.object({}),
  output: accountView.extend({ scopes: z.union([z.literal('all'), z.array(z.enum(SCOPES))]) }),
  async run(actor) {
    const person = requirePerson(actor)
    const scopes = person.scopes === 'all' ? ('all' as const) : [...person.scopes]
    return { ...showAccount(await ownAccount(person)), scopes }
  },
})
