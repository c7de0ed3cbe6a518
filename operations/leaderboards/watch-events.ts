import type { Actor } from '#core/access.ts'
import { type LiveEvent, listenToEvents } from '#store/events.ts'
import { visibleChallenge } from '../challenges/challenge-view.ts'
import { visibleTask } from '../challenges/task-view.ts'
import { visibleSubmission } from '../submissions/submission-view.ts'

/** What a page may follow: the boards of a task or a challenge, or one submission of one's own. */
export type Watch = { task: string } | { challenge: string } | { submission: string }

/**
 * Calls `onChange` whenever what is watched has changed, until the returned function is called. The event carries
 * nothing: the page reads again what it may see.
 */
export async function watchEvents(actor: Actor, watch: Watch, onChange: () => void): Promise<() => void> {
  const concerns = await filterFor(actor, watch)
  return listenToEvents((event) => {
    if (concerns(event)) onChange()
  })
}

async function filterFor(actor: Actor, watch: Watch): Promise<(event: LiveEvent) => boolean> {
  if ('submission' in watch) {
    const { id } = await visibleSubmission(actor, watch.submission)
    return (event) => event.kind === 'submission' && event.submissionId === id
  }
  if ('task' in watch) {
    const { id } = await visibleTask(actor, watch.task)
    return (event) => event.kind === 'board' && event.taskId === id
  }
  const { id } = await visibleChallenge(actor, watch.challenge)
  return (event) => event.kind === 'board' && event.challengeId === id
}
