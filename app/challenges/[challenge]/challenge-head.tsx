import { ButtonLink } from '#app/_ui/button.tsx'
import { ChallengeBadge, type ChallengeSummary } from '#app/_ui/challenge-card.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { TabLinks } from '#app/_ui/tabs.tsx'

type Headed = Pick<ChallengeSummary, 'slug' | 'title' | 'summary' | 'status' | 'state'> & {
  tracks: readonly { slug: string; title: string }[]
  hasWorkshop: boolean
  mayOrganise: boolean
}

/** Title and tabs of every page of a challenge; `current` is the address of the tab. */
export function ChallengeHead({ challenge, current }: { challenge: Headed; current: string }) {
  const { slug } = challenge
  const tabs = [
    { title: 'Overview', href: paths.challenge(slug) },
    ...challenge.tracks.map((track) => ({
      title: `${track.title} board`,
      href: paths.track(slug, track.slug),
    })),
    { title: 'Rules', href: paths.rules(slug) },
    { title: 'Your team', href: paths.team(slug) },
    ...(challenge.hasWorkshop ? [{ title: 'Workshop', href: paths.workshop(slug) }] : []),
  ]
  return (
    <>
      <PageHeading
        title={challenge.title}
        eyebrow={<ChallengeBadge {...challenge} />}
        lead={challenge.summary}
        crumbs={[{ title: 'Challenges', href: paths.challenges() }]}
        actions={
          challenge.mayOrganise && (
            <ButtonLink look="plain" href={paths.organise(slug)}>
              Organise
            </ButtonLink>
          )
        }
      />
      <TabLinks label={challenge.title} tabs={tabs} current={current} />
    </>
  )
}
