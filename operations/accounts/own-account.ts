import { type Actor, type Person, requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { type Db, database } from '#store/database.ts'
import { findUser, type UserRow } from '#store/users.ts'

/**
 * The signed-in person in a browser session. Tokens do not reach an account's keys: one that leaked could otherwise
 * make itself successors that outlive it.
 */
export function requireSession(actor: Actor): Person {
  const person = requirePerson(actor)
  if (person.scopes === 'all') return person
  throw new GrandstandError(
    'forbidden',
    'A token cannot change the account, its password or its tokens. Sign in on the page for that.',
  )
}

/** The person's own account as it is in the database now. */
export async function ownAccount(person: Person, db: Db = database()): Promise<UserRow> {
  const user = await findUser(db, person.userId)
  if (!user) throw new GrandstandError('unauthenticated', 'Your account does not exist any more.')
  return user
}
