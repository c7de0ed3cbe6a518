import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { CookieJar } from './cookie-jar.ts'

export interface OpenIdProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the provider says of each subject; tests add to it. */
  people: Record<string, Record<string, unknown>>
  /** Signs in as `subject` and consents, as a browser without JavaScript does; resolves to where it is sent back to. */
  authorize(address: string, subject: string): Promise<string>
  close(): Promise<void>
}

/**
 * A real OpenID provider on loopback.
 *
 * @param strict as the standard has it: e-mail and name come from the userinfo endpoint only, not in the ID token.
 */
export async function startOpenIdProvider(redirectUri: string, strict = true): Promise<OpenIdProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clientId = 'grandstand'
  const clientSecret = 'the secret both of them know'
  const people: OpenIdProvider['people'] = {}
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: strict,
    cookies: { keys: ['of no weight in a test'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  })
  server.on('request', provider.callback())
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    authorize: (address, subject) => authorize(issuer, address, subject),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function authorize(issuer: string, address: string, subject: string): Promise<string> {
  const jar = new CookieJar()
  let next = address
  let form: Record<string, string> | undefined
  for (let steps = 0; next.startsWith(issuer); steps++) {
    if (steps > 12) throw new Error(`The provider goes round in circles at ${next}`)
    const response: Response = jar.keep(
      await fetch(next, {
        redirect: 'manual',
        headers: { cookie: jar.header },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      }),
    )
    const page = await response.text()
    const location = response.headers.get('location')
    form = undefined
    if (location) {
      next = new URL(location, next).href
      continue
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (!prompt) throw new Error(`The provider answered ${response.status} at ${next}: ${page.slice(0, 500)}`)
    next = new URL(/<form[^>]* action="([^"]+)"/.exec(page)![1], next).href
    form = prompt === 'login' ? { prompt, login: subject, password: 'any' } : { prompt }
  }
  return next
}
