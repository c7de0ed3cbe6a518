/** What next-auth asks us when somebody signs in: by password, or by an OpenID provider. */
import { GrandstandError } from '#core/errors.ts'
import { database, transaction } from '#store/database.ts'
import { revokeAllTokens } from '#store/tokens.ts'
import {
  findUserByEmail,
  findUserByIdentity,
  insertUser,
  linkIdentity,
  type UserRow,
  updateUser,
} from '#store/users.ts'
import { email as emailSchema } from './account-fields.ts'
import { disabled } from './actor.ts'
import { addressGroup, admitAttempt, excuseAttempt, forgetAttempts } from './attempts.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'

/**
 * The id of the account with this e-mail and password.
 *
 * @param address the caller's network address, where it is known.
 * @throws GrandstandError `unauthenticated` (the same for a wrong e-mail and a wrong password), `too_many_requests`,
 * `forbidden` when the account is disabled.
 */
export async function signInWithPassword(
  { email, password }: { email: string; password: string },
  { now, address }: { now: Date; address?: string },
): Promise<string> {
  const account = email.trim().toLowerCase().slice(0, 254)
  const group = address ? addressGroup(address) : undefined
  if (group) await admitAttempt('sign-in address', group, now)
  await admitAttempt('sign-in account', account, now)
  const user = await findUserByEmail(database(), account)
  const matches = await verifyPassword(password, user?.passwordHash)
  if (!user?.passwordHash || !matches) {
    throw new GrandstandError('unauthenticated', 'The e-mail or the password is wrong.')
  }
  await forgetAttempts('sign-in account', account)
  if (group) await excuseAttempt('sign-in address', group)
  if (user.disabledAt) throw disabled()
  if (isOutdated(user.passwordHash)) {
    await updateUser(database(), user.id, { passwordHash: await hashPassword(password) })
  }
  return user.id
}

/** Who an OpenID provider says somebody is. */
export interface ProviderClaims {
  issuer: string
  subject: string
  email?: string
  emailVerified: boolean
  name?: string
}

/**
 * The id of the account this identity signs in as; made at the first visit.
 *
 * An account that has the e-mail already is joined only when the provider says that the e-mail is verified. Because
 * we do not verify e-mails ourselves, whoever made that account may not be its owner: joining takes away its
 * password, sessions and tokens, so that nobody else keeps a key to it.
 *
 * @throws GrandstandError `invalid_input` (no usable e-mail), `already_exists` (e-mail taken and not verified),
 * `forbidden` (account disabled).
 */
export async function signInWithProvider(claims: ProviderClaims, now: Date): Promise<string> {
  const user = await transaction(async (tx): Promise<UserRow> => {
    const known = await findUserByIdentity(tx, identityOf(claims))
    if (known) return known
    const email = emailOf(claims)
    const name = claims.name?.trim().slice(0, 100) || email.split('@')[0]
    const made = await insertUser(tx, { email, name, role: 'participant', passwordHash: null }, now)
    // somebody with this e-mail was there before, or the same person signs in twice at this moment
    const twin = made ? undefined : await findUserByIdentity(tx, identityOf(claims))
    if (twin) return twin
    const joined = made ?? (await findUserByEmail(tx, email))
    if (!joined || (!made && !claims.emailVerified)) throw emailTaken(email)
    if (joined.disabledAt) throw disabled()
    if (!made) {
      await updateUser(tx, joined.id, { passwordHash: null, sessionsFrom: now })
      await revokeAllTokens(tx, joined.id, now)
    }
    await linkIdentity(tx, identityOf(claims), joined.id)
    return joined
  })
  if (user.disabledAt) throw disabled()
  return user.id
}

function identityOf({ issuer, subject }: ProviderClaims): { issuer: string; subject: string } {
  return { issuer, subject }
}

function emailOf(claims: ProviderClaims): string {
  const parsed = emailSchema.safeParse(claims.email ?? '')
  if (parsed.success) return parsed.data
  throw new GrandstandError(
    'invalid_input',
    'The sign-on provider did not tell your e-mail address. Ask its administrator to release the claim "email" to this site.',
  )
}

function emailTaken(email: string): GrandstandError {
  return new GrandstandError(
    'already_exists',
    `There is an account with ${email} already, and the sign-on provider does not say that this address is verified. Sign in with your password.`,
  )
}
