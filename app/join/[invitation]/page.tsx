import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { Time } from '#app/_ui/time.tsx'
import { GrandstandError } from '#core/errors.ts'
import { getInvitation } from '#operations/teams/get-invitation.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'
import { join } from './actions.ts'

export const metadata: Metadata = { title: 'Invitation', robots: { index: false } }

/** What an invitation link opens: which team, and joining it. */
export default async function JoinPage({ params }: { params: Promise<{ invitation: string }> }) {
  const secret = (await params).invitation
  const actor = await sessionActor()
  const found = await getInvitation.call(actor, { invitation: secret }).catch((thrown: unknown) => {
    if (thrown instanceof GrandstandError) return thrown
    throw thrown
  })
  if (found instanceof GrandstandError) {
    return (
      <PageHeading
        eyebrow="Invitation"
        title="This invitation does not work"
        lead={found.message}
        actions={<ButtonLink href={paths.challenges()}>All challenges</ButtonLink>}
      />
    )
  }
  const { team, challenge, expiresAt } = found
  const standing =
    actor.kind === 'person' ? await getMyTeam.call(actor, { challenge: challenge.slug }) : undefined
  return (
    <>
      <PageHeading
        eyebrow={challenge.title}
        title={`Join ${team.name}`}
        lead={`The team has ${team.memberCount} of at most ${challenge.teamSizeMax} members.`}
      />
      <p className="mb-6 text-muted">
        The invitation works until <Time at={expiresAt} />.
      </p>
      {!standing && <ButtonLink href={paths.signIn(paths.join(secret))}>Sign in to join</ButtonLink>}
      {standing?.team && (
        <Callout tone="warn" title={`You are in ${standing.team.name} already`}>
          Everybody is in one team per challenge.{' '}
          <a className="link" href={paths.team(challenge.slug)}>
            Your team
          </a>
        </Callout>
      )}
      {standing && !standing.team && !standing.rulesAccepted && (
        <Callout tone="warn" title="First the rules">
          <p>Accept the rules of the challenge, then open this link again.</p>
          <ButtonLink className="mt-3" href={paths.rules(challenge.slug)}>
            Read the rules
          </ButtonLink>
        </Callout>
      )}
      {standing?.rulesAccepted && !standing.team && (
        <ActionForm action={join}>
          <input type="hidden" name="invitation" value={secret} />
          <input type="hidden" name="challenge" value={challenge.slug} />
          <SubmitButton>Join {team.name}</SubmitButton>
        </ActionForm>
      )}
    </>
  )
}
