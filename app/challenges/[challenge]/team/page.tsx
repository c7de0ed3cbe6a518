import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Field } from '#app/_ui/field.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ChallengeHead } from '../challenge-head.tsx'
import { loadChallenge, loadStanding } from '../load-challenge.ts'
import { makeTeam } from './actions.ts'
import { TeamCard } from './team-card.tsx'

interface Props {
  params: Promise<{ challenge: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Your team in ${(await loadChallenge((await params).challenge)).title}` }
}

/** Making a team, or one's own team: members, invitation link, leaving. */
export default async function TeamPage({ params }: Props) {
  const challenge = await loadChallenge((await params).challenge)
  const standing = await loadStanding(challenge.slug)
  if (!standing) redirect(paths.signIn(paths.team(challenge.slug)))
  return (
    <>
      <ChallengeHead challenge={challenge} current={paths.team(challenge.slug)} />
      {!standing.rulesAccepted && (
        <Callout tone="warn" title="First the rules">
          <p>Accept the rules of the challenge in their present version before you go on.</p>
          <ButtonLink className="mt-3" href={paths.rules(challenge.slug)}>
            Read the rules
          </ButtonLink>
        </Callout>
      )}
      {standing.team && <TeamCard challenge={challenge} team={standing.team} />}
      {standing.rulesAccepted && !standing.team && (
        <div className="grid grid-cols-1 gap-x-12 gap-y-10 *:mt-0 lg:grid-cols-2">
          <Section title="Make a team">
            <ActionForm action={makeTeam}>
              <input type="hidden" name="challenge" value={challenge.slug} />
              <Field
                name="name"
                label="Name of the team"
                hint="Shown on the boards; 2 to 60 characters."
                required
                maxLength={60}
              />
              <SubmitButton>Make the team</SubmitButton>
            </ActionForm>
          </Section>
          <Section title="Join a team">
            <p className="max-w-measure text-muted">
              Ask somebody in the team for its invitation link and open it here. A team has at most{' '}
              {challenge.teamSizeMax} members, and everybody is in one team per challenge.
            </p>
          </Section>
        </div>
      )}
    </>
  )
}
