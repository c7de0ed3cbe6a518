import type { Metadata } from 'next'
import { listChallenges } from '#operations/challenges/list-challenges.ts'
import { sessionActor } from '../_http/session.ts'
import { ButtonLink } from '../_ui/button.tsx'
import { ChallengeCard, type ChallengeSummary } from '../_ui/challenge-card.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { PageHeading, Section } from '../_ui/page-heading.tsx'
import { paths } from '../_ui/paths.ts'

export const metadata: Metadata = { title: 'Challenges' }

const GROUPS: { title: string; holds: (challenge: ChallengeSummary) => boolean }[] = [
  { title: 'Drafts', holds: ({ status }) => status === 'draft' },
  { title: 'Running', holds: ({ status, state }) => status === 'published' && state === 'running' },
  { title: 'Upcoming', holds: ({ status, state }) => status === 'published' && state === 'upcoming' },
  { title: 'Finished', holds: ({ status, state }) => status === 'published' && state === 'finished' },
]

/** All challenges by where they are in their life. */
export default async function ChallengesPage() {
  const actor = await sessionActor()
  const { challenges } = await listChallenges.call(actor, {})
  const organises = actor.kind === 'person' && actor.role !== 'participant'
  const groups = GROUPS.map(({ title, holds }) => ({ title, list: challenges.filter(holds) }))
  return (
    <>
      <PageHeading
        title="Challenges"
        lead="Classification and matching on real tables, in tracks with one ranking and one prize each."
        actions={organises && <ButtonLink href={paths.newChallenge()}>New challenge</ButtonLink>}
      />
      {challenges.length === 0 && <EmptyState title="No challenge yet">Come back soon.</EmptyState>}
      {groups.map(
        ({ title, list }) =>
          list.length > 0 && (
            <Section key={title} title={title}>
              <div className="grid grid-cols-1 gap-5 md:grid-cols-2 lg:grid-cols-3">
                {list.map((challenge) => (
                  <ChallengeCard key={challenge.slug} challenge={challenge} />
                ))}
              </div>
            </Section>
          ),
      )}
    </>
  )
}
