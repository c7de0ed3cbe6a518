import { randomBytes } from 'node:crypto'
import type { Person, Role } from '#core/access.ts'
import { hashPassword } from '#operations/accounts/password.ts'
import { database } from '#store/database.ts'
import { insertUser } from '#store/users.ts'

export interface DemoAccount {
  email: string
  password: string
  role: Role
  actor: Person
}

/**
 * An account with a password made for this installation. One that exists keeps its data and gets the new password,
 * so that a seed that was cut off can be run again.
 */
export async function seedAccount(email: string, name: string, role: Role): Promise<DemoAccount> {
  const password = randomBytes(9).toString('base64url')
  const passwordHash = await hashPassword(password)
  await insertUser(database(), { email, name, role, passwordHash }, new Date())
  const user = await database().user.update({ where: { email }, data: { passwordHash, role } })
  return {
    email,
    password,
    role,
    actor: { kind: 'person', userId: user.id, email, name, role, scopes: 'all' },
  }
}
