import { ButtonLink } from '#app/_ui/button.tsx'
import { paths } from '#app/_ui/paths.ts'
import type { Challenge, Standing } from './load-challenge.ts'

interface Step {
  title: string
  text: string
  action: string
  href: string
}

/** The one thing to do next, for whoever looks at the challenge. */
export function NextStep({ challenge, standing }: { challenge: Challenge; standing: Standing }) {
  const step = nextStep(challenge, standing)
  if (!step) return null
  return (
    <section className="bg-board p-6 text-board-ink">
      <h2 className="called text-2xl">{step.title}</h2>
      <p className="mt-2 text-board-muted">{step.text}</p>
      <ButtonLink href={step.href} className="mt-5 w-full bg-bulb! text-board! hover:bg-white!">
        {step.action}
      </ButtonLink>
    </section>
  )
}

function nextStep(challenge: Challenge, standing: Standing): Step | undefined {
  const { slug, state } = challenge
  const firstTask = challenge.tracks.flatMap((track) => track.tasks)[0]
  if (state === 'finished') {
    if (!challenge.hasWorkshop) return undefined
    const text = 'The private boards are open. See who presents, and when.'
    return { title: 'The results are in', text, action: 'To the workshop', href: paths.workshop(slug) }
  }
  if (!standing) {
    const text = 'It takes a minute. Data and boards are open to everybody.'
    return { title: 'Take part', text, action: 'Sign in to join', href: paths.signIn(paths.rules(slug)) }
  }
  if (!standing.rulesAccepted) {
    const text = 'Read the rules and accept them; then make a team.'
    return { title: 'Take part', text, action: 'Read the rules', href: paths.rules(slug) }
  }
  if (!standing.team) {
    const text = 'One person is enough, and others can join by a link.'
    return { title: 'Make a team', text, action: 'Make or join a team', href: paths.team(slug) }
  }
  if (!firstTask) return undefined
  const text = 'Choose a task below, or begin with the first one.'
  return {
    title: standing.team.name,
    text,
    action: `Submit to ${firstTask.title}`,
    href: paths.task(firstTask.slug),
  }
}
