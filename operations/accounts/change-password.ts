import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { database } from '#store/database.ts'
import { updateUser } from '#store/users.ts'
import { defineOperation } from '../operation.ts'
import { admitAttempt, forgetAttempts } from './attempts.ts'
import { ownAccount, requireSession } from './own-account.ts'
import { hashPassword, requireGoodPassword, verifyPassword } from './password.ts'

export const changePassword = defineOperation({
  name: 'changePassword',
  method: 'POST',
  path: '/me/password',
  tag: 'accounts',
  summary: 'Change your password and end all your sessions',
  description:
    'Needs a browser session. `currentPassword` may be left out by people who have none yet (single sign-on). Tokens stay as they are.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({ currentPassword: z.string().default(''), password: z.string() }),
  output: z.void(),
  status: 204,
  errors: ['too_many_requests'],
  async run(actor, { currentPassword, password }, { now }) {
    const person = requireSession(actor)
    const user = await ownAccount(person)
    if (user.passwordHash !== null) {
      await admitAttempt('sign-in account', user.email, now)
      if (!(await verifyPassword(currentPassword, user.passwordHash))) throw wrongPassword()
      await forgetAttempts('sign-in account', user.email)
    }
    requireGoodPassword(password, user.email)
    const passwordHash = await hashPassword(password)
    await updateUser(database(), user.id, { passwordHash, sessionsFrom: now })
  },
})

function wrongPassword(): GrandstandError {
  const message = 'The current password is wrong.'
  return new GrandstandError('forbidden', message, {
    problems: [{ column: 'currentPassword', code: 'wrong_password', message }],
  })
}
