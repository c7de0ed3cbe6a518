import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { ButtonLink } from '#app/_ui/button.tsx'
import { ChallengeBadge } from '#app/_ui/challenge-card.tsx'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { loadChallenge } from '#app/challenges/[challenge]/load-challenge.ts'
import { saveWords, setStatus } from '../actions.ts'
import { ChallengeFields } from '../challenge-fields.tsx'
import { PhasesForm } from './phases-form.tsx'
import { TracksEditor } from './tracks-editor.tsx'

export const metadata: Metadata = { title: 'Organise' }

/** Running a challenge: its words, phases, tracks and tasks, and publishing it. */
export default async function OrganisePage({ params }: { params: Promise<{ challenge: string }> }) {
  const challenge = await loadChallenge((await params).challenge)
  if (!challenge.mayOrganise) notFound()
  const published = challenge.status === 'published'
  return (
    <>
      <PageHeading
        title={challenge.title}
        eyebrow={<ChallengeBadge {...challenge} />}
        crumbs={[
          { title: 'Challenges', href: paths.challenges() },
          { title: challenge.title, href: paths.challenge(challenge.slug) },
        ]}
        actions={
          <ButtonLink look="plain" href={paths.challenge(challenge.slug)}>
            See it as others do
          </ButtonLink>
        }
      />
      <Section title="Phases" aside="All instants here are UTC">
        <PhasesForm challenge={challenge} />
      </Section>
      <Section title="Tracks and tasks">
        <TracksEditor challenge={challenge} />
      </Section>
      <Section title="Workshop">
        <p className="mb-4 max-w-measure text-muted">
          The day the challenge ends on: talks of the finalists and others, and prizes.
        </p>
        <ButtonLink look="plain" href={paths.organiseWorkshop(challenge.slug)}>
          {challenge.hasWorkshop ? 'Change the workshop' : 'Plan the workshop'}
        </ButtonLink>
      </Section>
      <Section title="Words">
        <div className="max-w-2xl">
          <ActionForm action={saveWords}>
            <input type="hidden" name="challenge" value={challenge.slug} />
            <ChallengeFields words={challenge} />
            <SubmitButton>Save</SubmitButton>
          </ActionForm>
        </div>
      </Section>
      <Section title={published ? 'Published' : 'Publish'}>
        <ActionForm action={setStatus}>
          <input type="hidden" name="challenge" value={challenge.slug} />
          <input type="hidden" name="status" value={published ? 'draft' : 'published'} />
          <p className="max-w-measure text-muted">
            {published
              ? 'Everybody sees the challenge. Taken back to a draft, only its organisers do.'
              : 'It needs a phase, a track, and a task in every track.'}
          </p>
          <SubmitButton look={published ? 'danger' : 'primary'}>
            {published ? 'Take back to a draft' : 'Publish'}
          </SubmitButton>
        </ActionForm>
      </Section>
    </>
  )
}
