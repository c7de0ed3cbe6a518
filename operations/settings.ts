/** What pages and HTTP may know of the configuration. They may not open the store, so it is handed up here. */
import type { OidcSettings } from '#core/configuration.ts'
import { GrandstandError } from '#core/errors.ts'
import { settings } from '#store/settings.ts'

export interface AuthSettings {
  /** Signs and encrypts session cookies; at least 32 characters. */
  secret: string
  /** Address people type, without a slash at the end. */
  publicUrl: string
  /** Whether that address is https, and cookies are therefore sent over TLS only. */
  secure: boolean
  /** Single sign-on, when the operator configured it. */
  oidc?: OidcSettings
}

/**
 * Settings of sign-in and sessions.
 *
 * @throws GrandstandError `unavailable` when no secret is set: sessions signed with a made-up one would not survive
 * a restart nor be understood by a second web process.
 */
export function authSettings(): AuthSettings {
  const { secret, publicUrl, oidc } = settings()
  if (!secret) {
    throw new GrandstandError(
      'unavailable',
      'GRANDSTAND_SECRET is not set. `npm start` sets it; when you start the web process alone, set it to 32 or more random characters, the same for every web process.',
    )
  }
  return { secret, publicUrl, secure: publicUrl.startsWith('https:'), oidc }
}

/** What stands between callers and the web process. */
export function proxySettings(): { trustedProxies: number } {
  const { trustedProxies } = settings()
  return { trustedProxies }
}
