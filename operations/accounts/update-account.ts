import { z } from 'zod'
import { ROLES } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { findUser, lockActiveOperators, updateUser } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { accountView, showAccount } from './account-fields.ts'

export const updateAccount = defineOperation({
  name: 'updateAccount',
  method: 'PATCH',
  path: '/accounts/{account}',
  tag: 'accounts',
  summary: 'Give an account a role, disable it, or enable it again',
  description:
    'Takes effect with the next request of that person: sessions and tokens of a disabled account stop working.',
  access: 'operator',
  scope: 'operate',
  input: z.object({ account: z.string(), role: z.enum(ROLES).optional(), disabled: z.boolean().optional() }),
  output: accountView,
  errors: ['conflict'],
  async run(_actor, { account, role, disabled }, { now }) {
    return transaction(async (tx) => {
      const operators = await lockActiveOperators(tx)
      const user = await findUser(tx, account)
      if (!user) throw new GrandstandError('not_found', `There is no account ${account}.`)
      const leaves = disabled === true || (role !== undefined && role !== 'operator')
      if (leaves && operators.length === 1 && operators[0] === account) {
        throw new GrandstandError(
          'conflict',
          'This is the last operator who can sign in. Make somebody else an operator first.',
        )
      }
      const disabledAt = disabled === undefined ? undefined : disabled ? (user.disabledAt ?? now) : null
      return showAccount(await updateUser(tx, account, { role, disabledAt }))
    })
  },
})
