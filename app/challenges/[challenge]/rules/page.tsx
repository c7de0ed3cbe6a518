import type { Metadata } from 'next'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Checkbox } from '#app/_ui/field.tsx'
import { Markdown } from '#app/_ui/markdown.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ChallengeHead } from '../challenge-head.tsx'
import { loadChallenge, loadStanding } from '../load-challenge.ts'
import { acceptTheRules } from './actions.ts'

interface Props {
  params: Promise<{ challenge: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Rules of ${(await loadChallenge((await params).challenge)).title}` }
}

/** The rules, and accepting them. */
export default async function RulesPage({ params }: Props) {
  const challenge = await loadChallenge((await params).challenge)
  const standing = await loadStanding(challenge.slug)
  return (
    <>
      <ChallengeHead challenge={challenge} current={paths.rules(challenge.slug)} />
      <Markdown text={challenge.rules} />
      <div className="mt-10 max-w-measure border-t-3 border-ink pt-5">
        {!standing && (
          <ButtonLink href={paths.signIn(paths.rules(challenge.slug))}>
            Sign in to accept the rules
          </ButtonLink>
        )}
        {standing?.rulesAccepted && (
          <Callout tone="good" title="You have accepted these rules">
            <a className="link" href={paths.team(challenge.slug)}>
              {standing.team ? `Your team: ${standing.team.name}` : 'Now make or join a team'}
            </a>
          </Callout>
        )}
        {standing && !standing.rulesAccepted && (
          <ActionForm action={acceptTheRules}>
            <input type="hidden" name="challenge" value={challenge.slug} />
            <input type="hidden" name="rulesVersion" value={challenge.rulesVersion} />
            <Checkbox
              name="accepted"
              required
              label={`I have read the rules (version ${challenge.rulesVersion}) and accept them.`}
            />
            <SubmitButton>Accept and go on to the team</SubmitButton>
          </ActionForm>
        )}
      </div>
    </>
  )
}
