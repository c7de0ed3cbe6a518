import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { ButtonLink } from '#app/_ui/button.tsx'
import { ifAny } from '#app/_ui/for-page.ts'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { loadChallenge } from '#app/challenges/[challenge]/load-challenge.ts'
import { listTeams } from '#operations/teams/list-teams.ts'
import { getWorkshop } from '#operations/workshops/get-workshop.ts'
import { WorkshopForm } from './workshop-form.tsx'

export const metadata: Metadata = { title: 'Organise the workshop' }

/** The day a challenge ends on, to be edited as one document: programme, talks and prizes. */
export default async function OrganiseWorkshopPage({ params }: { params: Promise<{ challenge: string }> }) {
  const challenge = await loadChallenge((await params).challenge)
  if (!challenge.mayOrganise) notFound()
  const actor = await sessionActor()
  const asked = { challenge: challenge.slug }
  const workshop = await ifAny(getWorkshop.call(actor, asked))
  const { teams } = await listTeams.call(actor, asked)
  return (
    <>
      <PageHeading
        title="Workshop"
        eyebrow={challenge.title}
        lead="Finalists come from the final boards by themselves; here you write the programme and the prizes."
        crumbs={[{ title: `Organise ${challenge.title}`, href: paths.organise(challenge.slug) }]}
        actions={
          workshop && (
            <ButtonLink look="plain" href={paths.workshop(challenge.slug)}>
              See it as others do
            </ButtonLink>
          )
        }
      />
      <WorkshopForm challenge={challenge} workshop={workshop} teams={teams} />
    </>
  )
}
