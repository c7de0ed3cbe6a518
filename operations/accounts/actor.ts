/** From what a request carries to who is asking. The account is read every time, so that disabling works at once. */
import { type Actor, ANONYMOUS, type Person, type Scope } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { database } from '#store/database.ts'
import { findTokenByHash, touchToken } from '#store/tokens.ts'
import { findUser, type UserRow } from '#store/users.ts'
import { secretHash } from '../secret-hash.ts'

/** How exactly the last use of a token is known. */
const LAST_USE_RESOLUTION_MS = 60_000

/**
 * The person behind a session that was signed at `signedInAt`; anonymous when the account is gone or disabled, or
 * when its sessions were ended since (new password, signed out everywhere).
 */
export async function actorOfSession(session: { userId: string; signedInAt: Date }): Promise<Actor> {
  const user = await findUser(database(), session.userId)
  if (!user || user.disabledAt || session.signedInAt < user.sessionsFrom) return ANONYMOUS
  return personOf(user, 'all')
}

/**
 * The person behind an API token, limited to its scopes.
 *
 * @throws GrandstandError `unauthenticated` (unknown or revoked), `token_expired` (says when), `forbidden` (account
 * disabled). A bad token is never treated as nobody: a script must learn that its token does not work.
 */
export async function actorOfToken(secret: string, now: Date): Promise<Person> {
  const found = await findTokenByHash(database(), secretHash(secret))
  if (!found) {
    throw new GrandstandError(
      'unauthenticated',
      'This token is not known here. Check that you copied all of it, or make a new one on your account page.',
    )
  }
  const { token, user } = found
  if (token.revokedAt) {
    throw new GrandstandError(
      'unauthenticated',
      `The token “${token.name}” was revoked at ${token.revokedAt.toISOString()}. Make a new one on your account page.`,
    )
  }
  if (token.expiresAt <= now) {
    throw new GrandstandError(
      'token_expired',
      `The token “${token.name}” expired at ${token.expiresAt.toISOString()}. Make a new one on your account page.`,
    )
  }
  if (user.disabledAt) throw disabled()
  const stale = new Date(now.getTime() - LAST_USE_RESOLUTION_MS)
  if (!token.lastUsedAt || token.lastUsedAt < stale) await touchToken(database(), token.id, now, stale)
  return personOf(user, token.scopes)
}

/** The error that a person with a disabled account meets. */
export function disabled(): GrandstandError {
  return new GrandstandError('forbidden', 'This account is disabled. Ask an operator to enable it again.')
}

function personOf(user: UserRow, scopes: 'all' | readonly Scope[]): Person {
  return { kind: 'person', userId: user.id, email: user.email, name: user.name, role: user.role, scopes }
}
