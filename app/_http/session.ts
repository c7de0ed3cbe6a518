import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor, Person } from '#core/access.ts'
import type { GrandstandError } from '#core/errors.ts'
import { authSettings } from '#operations/settings.ts'
import { authOptions } from './auth-options.ts'
import { runNextAuth } from './run-next-auth.ts'
import { actorOfCookie, sessionCookieName } from './session-cookie.ts'
import { parseSetCookie } from './set-cookie.ts'

/** Who looks at this page; read once per request. */
export const sessionActor = cache(async (): Promise<Actor> => {
  return actorOfCookie((await cookies()).get(sessionCookieName())?.value)
})

/** The person who looks at this page; others are sent to sign in and come back to `path` after it. */
export async function requireSignIn(path: string): Promise<Person> {
  const actor = await sessionActor()
  if (actor.kind === 'person') return actor
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
}

/** Begins a session in this browser. Resolves to why it was refused. For server actions. */
export async function beginSession(email: string, password: string): Promise<GrandstandError | undefined> {
  let refusal: GrandstandError | undefined
  const options = authOptions((error) => {
    refusal = error
  })
  await postToNextAuth('callback/credentials', { email, password }, options)
  return refusal
}

/** Prepares sign-in by the OpenID provider. Resolves to the address to send the browser to. For server actions. */
export async function beginProviderSignIn(callbackUrl: string): Promise<string> {
  return (await postToNextAuth('signin/oidc', { callbackUrl }, authOptions())) ?? '/sign-in?error=OAuthSignin'
}

/** Ends the session of this browser. For server actions. */
export async function endSession(): Promise<void> {
  await postToNextAuth('signout', {}, authOptions())
}

/**
 * Posts a form to next-auth in the name of the browser and hands the cookies it sets on to the browser. That the form
 * came from our own page was checked by Next for the server action; so we fetch next-auth's token for that ourselves.
 */
async function postToNextAuth(
  path: string,
  fields: Record<string, string>,
  options: ReturnType<typeof authOptions>,
): Promise<string | null> {
  const jar = await cookies()
  const base = `${authSettings().publicUrl}/api/auth`
  const sent = { 'x-forwarded-for': (await headers()).get('x-forwarded-for') ?? '' }
  const ask = async (request: Request) => {
    const response = await runNextAuth(request, options)
    for (const line of response.headers.getSetCookie()) jar.set(parseSetCookie(line))
    return response
  }
  const csrf = await ask(new Request(`${base}/csrf`, { headers: { ...sent, cookie: jar.toString() } }))
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const posted = await ask(
    new Request(`${base}/${path}`, {
      method: 'POST',
      headers: { ...sent, cookie: jar.toString() },
      body: new URLSearchParams({ ...fields, csrfToken }),
    }),
  )
  return posted.headers.get('location')
}
