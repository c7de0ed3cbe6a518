import type { ChallengeState } from '#core/phases.ts'
import { Badge, type BadgeTone } from './badge.tsx'
import { LinkCard } from './card.tsx'
import { countText } from './numbers.ts'
import { paths } from './paths.ts'
import { Countdown, Time } from './time.tsx'

export interface ChallengeSummary {
  slug: string
  title: string
  summary: string
  status: 'draft' | 'published'
  state: ChallengeState
  startsAt: string | null
  endsAt: string | null
  teamCount: number
  trackCount: number
  taskCount: number
}

const STATES: Record<ChallengeState, { tone: BadgeTone; title: string }> = {
  upcoming: { tone: 'warn', title: 'Upcoming' },
  running: { tone: 'accent', title: 'Running' },
  finished: { tone: 'outline', title: 'Finished' },
}

/** Where a challenge is in its life, drafts included. */
export function ChallengeBadge({ status, state }: Pick<ChallengeSummary, 'status' | 'state'>) {
  if (status === 'draft') return <Badge tone="outline">Draft</Badge>
  return <Badge tone={STATES[state].tone}>{STATES[state].title}</Badge>
}

/** A challenge in a list. */
export function ChallengeCard({ challenge }: { challenge: ChallengeSummary }) {
  const counts = [
    countText(challenge.trackCount, 'track'),
    countText(challenge.taskCount, 'task'),
    countText(challenge.teamCount, 'team'),
  ]
  return (
    <LinkCard
      href={paths.challenge(challenge.slug)}
      title={challenge.title}
      eyebrow={
        <>
          <ChallengeBadge {...challenge} />
          <When challenge={challenge} />
        </>
      }
      foot={<span className="text-muted">{counts.join(' · ')}</span>}
    >
      {challenge.summary}
    </LinkCard>
  )
}

function When({ challenge: { state, startsAt, endsAt } }: { challenge: ChallengeSummary }) {
  if (state === 'running' && endsAt) return <Countdown until={endsAt} />
  if (state === 'upcoming' && startsAt) {
    return (
      <span>
        starts <Time at={startsAt} form="date" />
      </span>
    )
  }
  return endsAt ? <Time at={endsAt} form="date" /> : null
}
