import type { AuthOptions, LoggerInstance, Profile, User } from 'next-auth'
import type { CredentialsConfig } from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { OidcSettings } from '#core/configuration.ts'
import { GrandstandError } from '#core/errors.ts'
import { actorOfSession } from '#operations/accounts/actor.ts'
import { signInWithPassword, signInWithProvider } from '#operations/accounts/sign-in.ts'
import { authSettings } from '#operations/settings.ts'
import { addressOf } from './address-of.ts'
import { SESSION_SECONDS } from './session-cookie.ts'

/**
 * How next-auth is set up: sessions in an encrypted cookie, sign-in by password and, where configured, by an OpenID
 * provider. Its callbacks only carry questions to the operations.
 *
 * @param onRefusal is told why a sign-in was refused, for pages that show it in full; next-auth itself passes on no
 * more than a word in the address.
 */
export function authOptions(onRefusal: (error: GrandstandError) => void = () => {}): AuthOptions {
  const { secret, publicUrl, secure, oidc } = authSettings()
  process.env.NEXTAUTH_URL = publicUrl // next-auth reads its own address from nowhere else
  return {
    secret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/account' },
    providers: [passwordProvider(onRefusal), ...(oidc ? [oidcProvider(oidc)] : [])],
    callbacks: {
      signIn: ({ user, account, profile }) =>
        account?.provider === 'oidc' ? admitProfile(user, profile, onRefusal) : true,
      jwt: ({ token, user }) => (user ? { sub: user.id, signedInAt: Date.now() } : token),
      async session({ session, token }) {
        const signedInAt = new Date(Number(token.signedInAt))
        const actor = await actorOfSession({ userId: String(token.sub), signedInAt })
        const user = actor.kind === 'person' ? { name: actor.name, email: actor.email } : undefined
        return { expires: session.expires, user }
      },
    },
    logger,
  }
}

function passwordProvider(onRefusal: (error: GrandstandError) => void): CredentialsConfig {
  return {
    id: 'credentials',
    name: 'Password',
    type: 'credentials',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    async authorize(fields, request) {
      try {
        const credentials = { email: String(fields?.email ?? ''), password: String(fields?.password ?? '') }
        const address = addressOf(new Headers(request.headers))
        return { id: await signInWithPassword(credentials, { now: new Date(), address }) }
      } catch (error) {
        throw new Error(refusalWord(error, onRefusal))
      }
    },
  }
}

function oidcProvider({ issuer, clientId, clientSecret, name }: OidcSettings): OAuthConfig<Profile> {
  return {
    id: 'oidc',
    name,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid email profile' } },
    userinfo: {
      // by OpenID Connect Core 5.4 the e-mail comes from the userinfo endpoint; many providers also put it in the token
      async request({ client, tokens }) {
        if (!tokens.id_token) throw new Error('The provider sent no ID token.')
        const claims = (tokens as { claims(): Profile }).claims()
        if (claims.email || !client.issuer.metadata.userinfo_endpoint) return claims
        return { ...claims, ...(await client.userinfo(tokens.access_token!)), sub: claims.sub }
      },
    },
    profile: (claims) => ({ id: claims.sub!, name: claims.name, email: claims.email }),
  }
}

interface OidcProfile extends Profile {
  iss?: string
  email_verified?: boolean | string
  preferred_username?: string
}

/** True and `user.id` set to the account, or the address to go to instead. */
async function admitProfile(
  user: Pick<User, 'id'>,
  profile: OidcProfile | undefined,
  onRefusal: (error: GrandstandError) => void,
): Promise<true | string> {
  try {
    const claims = {
      issuer: String(profile?.iss),
      subject: String(profile?.sub),
      email: profile?.email,
      // some providers send the word instead of the value
      emailVerified: profile?.email_verified === true || profile?.email_verified === 'true',
      name: profile?.name ?? profile?.preferred_username,
    }
    user.id = await signInWithProvider(claims, new Date())
    return true
  } catch (error) {
    return `/sign-in?error=${refusalWord(error, onRefusal)}`
  }
}

function refusalWord(error: unknown, onRefusal: (error: GrandstandError) => void): string {
  if (error instanceof GrandstandError) {
    onRefusal(error)
    return error.code
  }
  logger.error?.('SIGN_IN', error as Error)
  return 'internal'
}

const logger: Partial<LoggerInstance> = {
  error(code, metadata) {
    const error = metadata instanceof Error ? metadata : metadata?.error
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error ?? '')
    console.error(JSON.stringify({ level: 'error', part: 'sign-in', code, error: text }))
  },
  warn: () => {},
  debug: () => {},
}
