import type { Person, Role, Scope } from '#core/access.ts'
import { database } from '#store/database.ts'
import { insertUser } from '#store/users.ts'

let made = 0

/** A new account without a password, as the person of a browser session. */
export async function makePerson(role: Role = 'participant'): Promise<Person> {
  made += 1
  const email = `person-${process.pid}-${made}@example.org`
  const name = `Person ${made}`
  const user = (await insertUser(database(), { email, name, role, passwordHash: null }, new Date()))!
  return { kind: 'person', userId: user.id, email, name, role, scopes: 'all' }
}

/** The same person as seen through a token with these scopes. */
export function withScopes(person: Person, ...scopes: Scope[]): Person {
  return { ...person, scopes }
}
