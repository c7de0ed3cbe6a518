'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { AVERAGINGS } from '#core/ranking.ts'
import { TASK_KINDS } from '#core/task.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createTrack } from '#operations/challenges/create-track.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import { phasesOfForm } from './phase-rows.ts'
import { slicesOf } from './slice-text.ts'

function words(form: FormData) {
  const names = ['title', 'summary', 'description', 'rules', 'teamSizeMax'] as const
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)])) as Record<
    (typeof names)[number],
    string
  >
}

/** Makes a draft and opens it for editing. */
export async function begin(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const { slug } = await createChallenge.call(await sessionActor(), words(form))
    redirect(paths.organise(slug))
  })
}

/** Saves the words. */
export async function saveWords(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await updateChallenge.call(await sessionActor(), { challenge: textOf(form, 'challenge'), ...words(form) })
    return 'Saved.'
  })
}

/** Publishes, or takes back to a draft. */
export async function setStatus(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    const status = textOf(form, 'status') === 'published' ? 'published' : 'draft'
    await updateChallenge.call(await sessionActor(), { challenge, status })
    redirect(paths.organise(challenge))
  })
}

/** Saves all phases of the form; rows without a title are left out. */
export async function savePhases(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    await setPhases.call(await sessionActor(), { challenge, phases: phasesOfForm(form) })
    redirect(paths.organise(challenge))
  })
}

/** Adds a track. */
export async function addTrack(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    const averaging = AVERAGINGS.find((name) => name === textOf(form, 'averaging'))
    const [title, description, prize] = ['title', 'description', 'prize'].map((name) => textOf(form, name))
    await createTrack.call(await sessionActor(), { challenge, title, description, prize, averaging })
    redirect(paths.organise(challenge))
  })
}

/** Adds a task; `truth` names a release and one of its truths, `judgedBy` a kind of task and one of its metrics. */
export async function addTask(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    const [releaseId, truth] = textOf(form, 'truth').split(' ')
    const [wanted, primaryMetric] = textOf(form, 'judgedBy').split(' ')
    const slices = slicesOf(textOf(form, 'slices'))
    await createTask.call(await sessionActor(), {
      challenge,
      track: textOf(form, 'track'),
      title: textOf(form, 'title'),
      description: textOf(form, 'description'),
      releaseId,
      truth: truth ?? '',
      spec: {
        kind: TASK_KINDS.find((kind) => kind === wanted) ?? 'classification',
        slices: slices.length > 0 ? slices : undefined,
      },
      primaryMetric: primaryMetric ?? '',
    })
    redirect(paths.organise(challenge))
  })
}
