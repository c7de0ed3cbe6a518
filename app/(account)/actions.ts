'use server'
import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { addressOf } from '#app/_http/address-of.ts'
import { localPath } from '#app/_http/local-path.ts'
import { beginProviderSignIn, beginSession, endSession, sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { type Role, SCOPES } from '#core/access.ts'
import { changePassword } from '#operations/accounts/change-password.ts'
import { createAccount } from '#operations/accounts/create-account.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { endSessions } from '#operations/accounts/end-sessions.ts'
import { revokeToken } from '#operations/accounts/revoke-token.ts'
import { updateAccount } from '#operations/accounts/update-account.ts'
import { updateMe } from '#operations/accounts/update-me.ts'
import type { TokenFormState } from './token-form-state.ts'

type Previous = FormState | undefined

/** Passwords are taken as typed; other fields are trimmed. */
function passwordOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** The same answer under a title that fits the form. */
function titled(title: string, answer: FormState): FormState {
  return answer.error ? { ...answer, error: { ...answer.error, title } } : answer
}

export async function signIn(_previous: Previous, form: FormData): Promise<FormState> {
  const answer = await answerForm(form, async () => {
    const refusal = await beginSession(textOf(form, 'email'), passwordOf(form, 'password'))
    if (refusal) throw refusal
    redirect(localPath(textOf(form, 'next')))
  })
  return titled('You are not signed in', answer)
}

export async function signInWithProvider(_previous: Previous, form: FormData): Promise<FormState> {
  return answerForm(form, async () => redirect(await beginProviderSignIn(localPath(textOf(form, 'next')))))
}

export async function signUp(_previous: Previous, form: FormData): Promise<FormState> {
  const answer = await answerForm(form, async () => {
    const password = passwordOf(form, 'password')
    const input = { email: textOf(form, 'email'), name: textOf(form, 'name'), password }
    const { email } = await createAccount.call({ kind: 'anonymous' }, input, {
      address: addressOf(await headers()),
    })
    const refusal = await beginSession(email, password)
    if (refusal) throw refusal
    redirect(localPath(textOf(form, 'next')))
  })
  return titled('There is no account yet', answer)
}

export async function signOut(): Promise<void> {
  await endSession()
  redirect(paths.home())
}

export async function signOutEverywhere(): Promise<void> {
  await endSessions.call(await sessionActor(), {})
  await signOut()
}

export async function saveProfile(_previous: Previous, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const { name } = await updateMe.call(await sessionActor(), { name: textOf(form, 'name') })
    revalidatePath('/', 'layout')
    return `You are now called ${name}.`
  })
}

export async function savePassword(_previous: Previous, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const actor = await sessionActor()
    const password = passwordOf(form, 'password')
    await changePassword.call(actor, { currentPassword: passwordOf(form, 'currentPassword'), password })
    // that ended all sessions; this browser goes on with a new one
    if (actor.kind === 'person') await beginSession(actor.email, password)
    return 'The new password counts from now on. All other browsers are signed out.'
  })
}

export async function makeToken(_previous: Previous, form: FormData): Promise<TokenFormState> {
  let secret: string | undefined
  const answer = await answerForm(form, async () => {
    const made = await createToken.call(await sessionActor(), {
      name: textOf(form, 'name'),
      scopes: SCOPES.filter((scope) => form.has(`scope-${scope}`)),
      expiresInDays: Number(textOf(form, 'expiresInDays')),
    })
    secret = made.secret
    revalidatePath(paths.account())
    return undefined
  })
  // made: the form is empty for the next one
  return secret ? { values: {}, secret } : answer
}

export async function dropToken(_previous: Previous, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await revokeToken.call(await sessionActor(), { token: textOf(form, 'token') })
    revalidatePath(paths.account())
    return undefined
  })
}

export async function saveAccount(_previous: Previous, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const { name, role, disabledAt } = await updateAccount.call(await sessionActor(), {
      account: textOf(form, 'account'),
      role: textOf(form, 'role') as Role, // checked by the operation
      disabled: form.has('disabled'),
    })
    revalidatePath(paths.admin())
    return `${name} is ${role} now${disabledAt ? ' and disabled' : ''}.`
  })
}
