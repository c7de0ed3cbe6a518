import type { Metadata } from 'next'
import { requireSignIn } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Field } from '#app/_ui/field.tsx'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { getMe } from '#operations/accounts/get-me.ts'
import { listTokens } from '#operations/accounts/list-tokens.ts'
import { authSettings } from '#operations/settings.ts'
import { savePassword, saveProfile, signOutEverywhere } from '../actions.ts'
import { NewToken } from './new-token.tsx'
import { TokenList } from './token-list.tsx'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const actor = await requireSignIn(paths.account())
  const [me, { tokens }] = await Promise.all([getMe.call(actor, {}), listTokens.call(actor, {})])
  return (
    <>
      <PageHeading title="Account" eyebrow={me.role} lead={`${me.name}, signed in as ${me.email}`} />
      <Section title="API tokens" id="tokens" aside={<a href={paths.apiDocs()}>What scripts can do</a>}>
        <p className="mb-5 max-w-measure text-muted">
          A script signs in with a token instead of your password. It can do what its scopes say, until it
          expires or you revoke it.
        </p>
        <TokenList tokens={tokens} />
        <div className="mt-8 max-w-2xl">
          <NewToken role={me.role} siteUrl={authSettings().publicUrl} />
        </div>
      </Section>
      <Section title="Profile" id="profile">
        <div className="max-w-md">
          <ActionForm action={saveProfile}>
            <Field
              label="Name"
              name="name"
              autoComplete="name"
              required
              maxLength={100}
              defaultValue={me.name}
            />
            <SubmitButton look="plain">Save name</SubmitButton>
          </ActionForm>
        </div>
      </Section>
      <Section title="Password" id="password">
        <div className="max-w-md">
          <PasswordForm hasPassword={me.hasPassword} email={me.email} />
        </div>
      </Section>
      <Section title="Sessions" id="sessions">
        <p className="mb-5 max-w-measure text-muted">
          Signs you out in every browser, this one too. Tokens stay as they are.
        </p>
        <form action={signOutEverywhere}>
          <Button type="submit" look="danger">
            Sign out everywhere
          </Button>
        </form>
      </Section>
    </>
  )
}

function PasswordForm({ hasPassword, email }: { hasPassword: boolean; email: string }) {
  return (
    <ActionForm action={savePassword}>
      {/* lets password managers know which account the new password is for */}
      <input type="hidden" name="email" value={email} autoComplete="username" />
      {hasPassword && (
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          required
        />
      )}
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={1000}
        hint="At least 10 characters. All your other browsers are signed out."
      />
      <SubmitButton look="plain">{hasPassword ? 'Change password' : 'Set a password'}</SubmitButton>
    </ActionForm>
  )
}
