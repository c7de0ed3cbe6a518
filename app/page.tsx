import type { ReactNode } from 'react'
import { getChallenge } from '#operations/challenges/get-challenge.ts'
import { listChallenges } from '#operations/challenges/list-challenges.ts'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'
import { sessionActor } from './_http/session.ts'
import { ButtonLink } from './_ui/button.tsx'
import { ChallengeCard, type ChallengeSummary } from './_ui/challenge-card.tsx'
import { EmptyState } from './_ui/empty-state.tsx'
import { Section } from './_ui/page-heading.tsx'
import { paths } from './_ui/paths.ts'
import { Scoreboard } from './_ui/scoreboard.tsx'
import { Countdown } from './_ui/time.tsx'

/** The front page: what this is, what is running, who leads. */
export default async function HomePage() {
  const { challenges } = await listChallenges.call(await sessionActor(), {})
  const published = challenges.filter((challenge) => challenge.status === 'published')
  const running = published.filter((challenge) => challenge.state === 'running')
  return (
    <>
      <Hero first={running[0]} board={running[0] && <LeadingBoard challenge={running[0]} />} />
      <ChallengeList title="On now" challenges={running} />
      <ChallengeList title="Coming up" challenges={published.filter((one) => one.state === 'upcoming')} />
      <HowItWorks />
      <ChallengeList
        title="Past challenges"
        challenges={published.filter((one) => one.state === 'finished')}
      />
      {published.length === 0 && (
        <EmptyState title="No challenge yet">Organisers can start one from their menu.</EmptyState>
      )}
    </>
  )
}

function Hero({ first, board }: { first?: ChallengeSummary; board?: ReactNode }) {
  return (
    <div className="grid items-center gap-x-14 gap-y-10 py-10 sm:py-16 lg:grid-cols-[1.15fr_1fr]">
      <div>
        <h1 className="called text-display">Every table has a best answer. Put yours on the board.</h1>
        <p className="mt-6 max-w-xl text-lg leading-snug text-muted sm:text-xl">
          Machine-learning challenges on tables that mix text, numbers, categories and pictures: classify the
          records, or find the ones that match. Send a file, get your score in seconds, present at the
          workshop.
        </p>
        <div className="mt-8 flex flex-wrap gap-3">
          <ButtonLink href={first ? paths.challenge(first.slug) : paths.challenges()}>
            {first ? `Enter the ${first.title}` : 'See the challenges'}
          </ButtonLink>
          <ButtonLink look="plain" href={paths.docs('guide')}>
            How it works
          </ButtonLink>
        </div>
      </div>
      {board}
    </div>
  )
}

async function LeadingBoard({ challenge }: { challenge: ChallengeSummary }) {
  const actor = await sessionActor()
  const { tracks } = await getChallenge.call(actor, { challenge: challenge.slug })
  const task = tracks.flatMap((track) => track.tasks)[0]
  if (!task) return null
  const board = await getLeaderboard.call(actor, { task: task.slug })
  return (
    <Scoreboard
      title={board.task.title}
      href={paths.leaderboard(task.slug)}
      metricTitle={board.metric.title}
      precision={board.metric.precision}
      rows={board.entries.slice(0, 5).map(({ rank, team, score }) => ({ rank, name: team.name, score }))}
      foot={challenge.endsAt && <Countdown until={challenge.endsAt} />}
    />
  )
}

function ChallengeList({ title, challenges }: { title: string; challenges: readonly ChallengeSummary[] }) {
  if (challenges.length === 0) return null
  return (
    <Section title={title}>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]">
        {challenges.map((challenge) => (
          <ChallengeCard key={challenge.slug} challenge={challenge} />
        ))}
      </div>
    </Section>
  )
}

const STEPS = [
  {
    title: 'Take the data',
    text: 'Every dataset comes as CSV and as Parquet with equal content, a schema, checksums and a licence. Look at it in the explorer first.',
  },
  {
    title: 'Send a file',
    text: 'Drop it on the page or send it with curl. If a row is wrong, you learn which line, what was found and what was expected; it costs no quota.',
  },
  {
    title: 'Watch the board',
    text: 'A sandboxed scorer ranks you in seconds, with a 95 % interval. The private part of the answers decides at the close.',
  },
] as const

function HowItWorks() {
  return (
    <Section title="From table to podium">
      <ol className="grid grid-cols-1 gap-8 md:grid-cols-3">
        {STEPS.map((step, i) => (
          <li key={step.title} className="flex gap-4">
            <span className="called figures text-5xl leading-[0.85] text-accent" aria-hidden="true">
              {i + 1}
            </span>
            <div>
              <h3 className="called text-xl">{step.title}</h3>
              <p className="mt-1 text-muted">{step.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}
