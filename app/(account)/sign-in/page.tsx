import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { localPath } from '#app/_http/local-path.ts'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Field } from '#app/_ui/field.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { authSettings } from '#operations/settings.ts'
import { signIn, signInWithProvider } from '../actions.ts'
import { refusalText } from './refusal-text.ts'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams
  const next = localPath(callbackUrl)
  const actor = await sessionActor()
  if (actor.kind === 'person') redirect(next)
  const { oidc } = authSettings()
  return (
    <div className="max-w-md">
      <PageHeading title="Sign in" />
      {error && (
        <div className="mb-6">
          <Callout tone="bad" title="You are not signed in">
            {refusalText(error)}
          </Callout>
        </div>
      )}
      {oidc && (
        <div className="mb-8 border-b border-line pb-8">
          <ActionForm action={signInWithProvider}>
            <input type="hidden" name="next" value={next} />
            <SubmitButton look="plain">{`Continue with ${oidc.name}`}</SubmitButton>
          </ActionForm>
        </div>
      )}
      <ActionForm action={signIn}>
        <input type="hidden" name="next" value={next} />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <SubmitButton>Sign in</SubmitButton>
      </ActionForm>
      <p className="mt-8 text-muted">
        No account yet?{' '}
        <a className="link font-semibold" href={paths.signUp(next)}>
          Create one
        </a>
        . Forgot the password? An operator can give you a new one.
      </p>
    </div>
  )
}
