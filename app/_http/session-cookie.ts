import { decode } from 'next-auth/jwt'
import { type Actor, ANONYMOUS } from '#core/access.ts'
import { actorOfSession } from '#operations/accounts/actor.ts'
import { authSettings } from '#operations/settings.ts'

/** How long a sign-in lasts. */
export const SESSION_SECONDS = 30 * 86_400

/** Name of next-auth's session cookie; browsers accept the `__Secure-` one only over https. */
export function sessionCookieName(): string {
  return `${authSettings().secure ? '__Secure-' : ''}next-auth.session-token`
}

/** Who the session cookie with this value belongs to; anonymous when it is absent, forged, expired or void. */
export async function actorOfCookie(value: string | undefined): Promise<Actor> {
  if (!value) return ANONYMOUS
  const token = await decode({ token: value, secret: authSettings().secret }).catch(() => null)
  if (typeof token?.sub !== 'string' || typeof token.signedInAt !== 'number') return ANONYMOUS
  return actorOfSession({ userId: token.sub, signedInAt: new Date(token.signedInAt) })
}
