import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { actorOfToken } from '#operations/accounts/actor.ts'
import { actorOfCookie, sessionCookieName } from './session-cookie.ts'

/**
 * Who sends a request: the person of its bearer token, else of its session cookie, else anonymous. A token that does
 * not work is an error even when a good cookie comes with it.
 *
 * @throws GrandstandError `unauthenticated`, `token_expired`, or `forbidden` for a cookie used from another site.
 */
export async function actorOf(request: Request): Promise<Actor> {
  const secret = bearerSecret(request.headers.get('authorization'))
  if (secret !== undefined) return actorOfToken(secret, new Date())
  const actor = await actorOfCookie(cookieOf(request, sessionCookieName()))
  if (actor.kind === 'person') requireSameOrigin(request)
  return actor
}

function bearerSecret(authorization: string | null): string | undefined {
  // a reverse proxy with a password of its own leaves its Basic header on the request
  if (authorization === null || /^basic /i.test(authorization)) return undefined
  const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
  if (secret) return secret
  throw new GrandstandError(
    'unauthenticated',
    'The Authorization header was not understood; send `Authorization: Bearer <token>`.',
  )
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = request.headers.get('cookie')?.split(';') ?? []
  const pair = pairs.find((text) => text.trimStart().startsWith(`${name}=`))
  return pair?.slice(pair.indexOf('=') + 1).trim()
}

/** A browser sends cookies along by itself, so a page elsewhere must not be able to write in somebody's name. */
function requireSameOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  if (site === null && (origin === null || hostOf(origin) === host)) return
  throw new GrandstandError(
    'forbidden',
    `This request came from a page of another site (${origin ?? site}), so your sign-in does not count. Use a token.`,
  )
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
