import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { Badge } from '#app/_ui/badge.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { Markdown } from '#app/_ui/markdown.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { Stats } from '#app/_ui/stat.tsx'
import { Time } from '#app/_ui/time.tsx'
import { getWorkshop } from '#operations/workshops/get-workshop.ts'
import { ChallengeHead } from '../challenge-head.tsx'
import { loadChallenge } from '../load-challenge.ts'
import { Finalists } from './finalists.tsx'
import { Programme } from './programme.tsx'

interface Props {
  params: Promise<{ challenge: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Workshop of ${(await loadChallenge((await params).challenge)).title}` }
}

/** The day the challenge ends on: finalists, programme, prizes. */
export default async function WorkshopPage({ params }: Props) {
  const challenge = await loadChallenge((await params).challenge)
  const address = paths.workshop(challenge.slug)
  const asked = getWorkshop.call(await sessionActor(), { challenge: challenge.slug })
  const workshop = await forPage(address, asked)
  return (
    <>
      <ChallengeHead challenge={challenge} current={address} />
      <div className="mb-8 flex flex-wrap items-center gap-3">
        <h2 className="called text-title">{workshop.title}</h2>
        {!workshop.published && <Badge tone="outline">Only organisers see it</Badge>}
        {challenge.mayOrganise && (
          <a className="link" href={paths.organiseWorkshop(challenge.slug)}>
            Change it
          </a>
        )}
      </div>
      <Stats
        items={[
          { label: 'Begins', value: <Time at={workshop.startsAt} /> },
          { label: 'Ends', value: <Time at={workshop.endsAt} /> },
          { label: 'Place', value: workshop.place || 'to be announced' },
        ]}
      />
      {workshop.description && <Markdown className="mt-8" text={workshop.description} topLevel={3} />}
      <Section title="Finalists">
        <Finalists workshop={workshop} />
      </Section>
      <Section
        title="Programme"
        aside={
          <>
            Times are in{' '}
            <span data-zone suppressHydrationWarning>
              UTC
            </span>
          </>
        }
      >
        <Programme sessions={workshop.sessions} />
      </Section>
    </>
  )
}
