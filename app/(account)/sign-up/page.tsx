import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { localPath } from '#app/_http/local-path.ts'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Field } from '#app/_ui/field.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { signUp } from '../actions.ts'

export const metadata: Metadata = { title: 'Create an account' }

interface Props {
  searchParams: Promise<{ callbackUrl?: string }>
}

export default async function SignUpPage({ searchParams }: Props) {
  const next = localPath((await searchParams).callbackUrl)
  const actor = await sessionActor()
  if (actor.kind === 'person') redirect(next)
  return (
    <div className="max-w-md">
      <PageHeading title="Create an account" lead="One account for all challenges on this site." />
      <ActionForm action={signUp}>
        <input type="hidden" name="next" value={next} />
        <Field
          label="Name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          hint="As others on the boards see you."
        />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required maxLength={254} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={1000}
          hint="At least 10 characters. A few words in a row do well."
        />
        <SubmitButton>Create account</SubmitButton>
      </ActionForm>
      <p className="mt-8 text-muted">
        You have an account?{' '}
        <a className="link font-semibold" href={paths.signIn(next)}>
          Sign in
        </a>
      </p>
    </div>
  )
}
