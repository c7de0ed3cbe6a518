import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { database } from '#store/database.ts'
import { insertUser } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { accountView, email, personName, showAccount } from './account-fields.ts'
import { addressGroup, admitAttempt } from './attempts.ts'
import { hashPassword, requireGoodPassword } from './password.ts'

export const createAccount = defineOperation({
  name: 'createAccount',
  method: 'POST',
  path: '/accounts',
  tag: 'accounts',
  summary: 'Sign up with an e-mail and a password of at least 10 characters',
  access: 'anyone',
  scope: 'read',
  input: z.object({ email, name: personName, password: z.string() }),
  output: accountView,
  status: 201,
  errors: ['already_exists', 'too_many_requests'],
  async run(_actor, { email, name, password }, { now, address }) {
    requireGoodPassword(password, email)
    if (address) await admitAttempt('sign-up address', addressGroup(address), now)
    const passwordHash = await hashPassword(password)
    const user = await insertUser(database(), { email, name, role: 'participant', passwordHash }, now)
    if (user) return showAccount(user)
    const message = `There is an account with ${email} already. Sign in, or ask an operator for a new password.`
    throw new GrandstandError('already_exists', message, {
      problems: [{ column: 'email', code: 'email_taken', message }],
    })
  },
})
