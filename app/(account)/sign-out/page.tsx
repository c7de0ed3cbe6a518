import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { Button } from '#app/_ui/button.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { signOut } from '../actions.ts'

export const metadata: Metadata = { title: 'Sign out' }

/** Asks before it acts: following a link must not change anything. */
export default async function SignOutPage() {
  const actor = await sessionActor()
  if (actor.kind === 'anonymous') redirect(paths.home())
  return (
    <>
      <PageHeading title="Sign out" lead={`You are signed in as ${actor.email}.`} />
      <form action={signOut}>
        <Button type="submit">Sign out</Button>
      </form>
    </>
  )
}
