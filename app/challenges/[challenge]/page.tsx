import type { Metadata } from 'next'
import { Markdown } from '#app/_ui/markdown.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { Stats } from '#app/_ui/stat.tsx'
import { Countdown, Time } from '#app/_ui/time.tsx'
import { ChallengeHead } from './challenge-head.tsx'
import { DataList } from './data-list.tsx'
import { type Challenge, loadChallenge, loadStanding } from './load-challenge.ts'
import { loadData } from './load-data.ts'
import { NextStep } from './next-step.tsx'
import { PhaseTimeline } from './phase-timeline.tsx'
import { TrackList } from './track-list.tsx'

interface Props {
  params: Promise<{ challenge: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadChallenge((await params).challenge)).title }
}

/** A challenge at a glance: what it asks, when, for what, and what to do next. */
export default async function ChallengePage({ params }: Props) {
  const challenge = await loadChallenge((await params).challenge)
  const [standing, data] = await Promise.all([loadStanding(challenge.slug), loadData(challenge)])
  return (
    <>
      <ChallengeHead challenge={challenge} current={paths.challenge(challenge.slug)} />
      <Stats items={glance(challenge)} />
      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <Section title="Tracks and tasks">
            <TrackList challenge={challenge} />
          </Section>
          {data.length > 0 && (
            <Section title="Data">
              <DataList data={data} />
            </Section>
          )}
          {challenge.description && (
            <Section title="About">
              <Markdown text={challenge.description} topLevel={3} />
            </Section>
          )}
        </div>
        <aside
          aria-label="Your way through the challenge"
          className="grid content-start gap-8 max-lg:-order-1"
        >
          <NextStep challenge={challenge} standing={standing} />
          <PhaseTimeline phases={challenge.phases} />
        </aside>
      </div>
    </>
  )
}

function glance(challenge: Challenge) {
  const { state, currentPhase, startsAt, endsAt } = challenge
  const first = { label: 'Teams', value: wholeText(challenge.teamCount) }
  const second = {
    label: 'Tasks',
    value: wholeText(challenge.taskCount),
    note: `in ${challenge.trackCount} tracks`,
  }
  const boards = {
    label: 'Boards show',
    value: challenge.visibleSplit === 'private' ? 'Private part' : 'Public part',
    note: challenge.visibleSplit === 'private' ? 'the final answers' : 'the rest decides at the close',
  }
  if (state === 'running' && endsAt) {
    const phase = currentPhase ? currentPhase.title : 'between phases'
    return [{ label: 'Closes', value: <Countdown until={endsAt} />, note: phase }, first, second, boards]
  }
  const dated = state === 'upcoming' ? startsAt : endsAt
  const label = state === 'upcoming' ? 'Starts' : 'Closed'
  return [...(dated ? [{ label, value: <Time at={dated} form="date" /> }] : []), first, second, boards]
}
