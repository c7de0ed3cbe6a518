import { z } from 'zod'
import { database } from '#store/database.ts'
import { listUsers } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { accountView, showAccount } from './account-fields.ts'

export const listAccounts = defineOperation({
  name: 'listAccounts',
  method: 'GET',
  path: '/accounts',
  tag: 'accounts',
  summary: 'All accounts, oldest first',
  description:
    'Ask for the next page with `after` set to the last id you got; `search` looks in names and e-mails.',
  access: 'operator',
  scope: 'operate',
  input: z.object({
    search: z.string().trim().max(254).optional(),
    after: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ accounts: z.array(accountView) }),
  async run(_actor, filter) {
    return { accounts: (await listUsers(database(), filter)).map(showAccount) }
  },
})
