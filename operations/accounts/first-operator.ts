/** How an installation gets its operators: by itself at the first start, or from the command line. */
import { randomInt } from 'node:crypto'
import { GrandstandError } from '#core/errors.ts'
import { database, transaction } from '#store/database.ts'
import { findUserByEmail, hasOperator, insertUser, lockAccounts, updateUser } from '#store/users.ts'
import { parseInput } from '../parse-input.ts'
import { email as emailSchema } from './account-fields.ts'
import { hashPassword } from './password.ts'

/** What somebody types to sign in. The password is kept nowhere: print it once. */
export interface Credentials {
  email: string
  password: string
}

export const FIRST_OPERATOR_EMAIL = 'operator@grandstand.local'

/** Makes the first operator when there is none, else resolves to undefined. Safe to call from several processes. */
export async function ensureFirstOperator(now: Date = new Date()): Promise<Credentials | undefined> {
  if (await hasOperator(database())) return undefined
  const password = readablePassword()
  const passwordHash = await hashPassword(password)
  return transaction(async (tx) => {
    await lockAccounts(tx)
    if (await hasOperator(tx)) return undefined
    const email = FIRST_OPERATOR_EMAIL
    const made = await insertUser(tx, { email, name: 'Operator', role: 'operator', passwordHash }, now)
    if (made) return { email, password }
    const user = (await findUserByEmail(tx, email))!
    await updateUser(tx, user.id, { role: 'operator', passwordHash, disabledAt: null, sessionsFrom: now })
    return { email, password }
  })
}

/**
 * Makes an operator with a new password; an account that exists becomes operator and keeps its password.
 *
 * @returns the password when one was made.
 * @throws GrandstandError `invalid_input` when it is not an e-mail.
 */
export async function createOperator(
  address: string,
  now: Date = new Date(),
): Promise<{ email: string; password?: string }> {
  const email = parseInput(emailSchema, address)
  const password = readablePassword()
  const passwordHash = await hashPassword(password)
  const made = await insertUser(
    database(),
    { email, name: email.split('@')[0], role: 'operator', passwordHash },
    now,
  )
  if (made) return { email, password }
  const user = (await findUserByEmail(database(), email))!
  await updateUser(database(), user.id, { role: 'operator', disabledAt: null })
  return { email }
}

/**
 * Gives an account a new password and ends its sessions.
 *
 * @throws GrandstandError `invalid_input` or `not_found`.
 */
export async function resetPassword(address: string, now: Date = new Date()): Promise<Credentials> {
  const email = parseInput(emailSchema, address)
  const user = await findUserByEmail(database(), email)
  if (!user) throw new GrandstandError('not_found', `There is no account with the e-mail ${email}.`)
  const password = readablePassword()
  const passwordHash = await hashPassword(password)
  await updateUser(database(), user.id, { passwordHash, sessionsFrom: now })
  return { email, password }
}

/** Without l, o, 0 and 1, which look alike on paper. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Four groups of five characters, 100 random bits: `kx7mp-…`. */
export function readablePassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
