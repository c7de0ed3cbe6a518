import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { begin } from '../actions.ts'
import { ChallengeFields } from '../challenge-fields.tsx'

export const metadata: Metadata = { title: 'New challenge' }

/** The words of a new challenge; it begins as a draft. */
export default async function NewChallengePage() {
  const actor = await sessionActor()
  if (actor.kind === 'anonymous') redirect(paths.signIn(paths.newChallenge()))
  return (
    <>
      <PageHeading
        title="New challenge"
        lead="It begins as a draft that only you see. Tracks, tasks and phases come next."
        crumbs={[{ title: 'Challenges', href: paths.challenges() }]}
      />
      {actor.role === 'participant' ? (
        <Callout tone="warn" title="Only organisers start challenges">
          Ask an operator for the role.
        </Callout>
      ) : (
        <div className="max-w-2xl">
          <ActionForm action={begin}>
            <ChallengeFields />
            <SubmitButton>Make the draft</SubmitButton>
          </ActionForm>
        </div>
      )}
    </>
  )
}
