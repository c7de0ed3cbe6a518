'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { slicesOf } from '#app/organise/slice-text.ts'
import { GrandstandError } from '#core/errors.ts'
import { taskSpecSchema } from '#core/task.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import { updateTask } from '#operations/challenges/update-task.ts'
import { chooseScorer } from '#operations/scorers/choose-scorer.ts'
import { scoreAgain } from '#operations/scorers/score-again.ts'
import { tryScorer } from '#operations/scorers/try-scorer.ts'
import { megabytes } from './megabytes.ts'

const PREDICTION_FORMS = taskSpecSchema.shape.predictionForm.unwrap().options

/** Saves what a task says and, as far as it may still change, what it measures. */
export async function saveTask(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const actor = await sessionActor()
    const task = textOf(form, 'task')
    const { maxUploadBytes } = await getTask.call(actor, { task })
    const largest = Number(textOf(form, 'maxUploadMegabytes'))
    // a form without these fields leaves them as they are
    const optional = (name: string) => (form.has(name) ? textOf(form, name) : undefined)
    const [releaseId, truth] = optional('truth')?.split(' ') ?? []
    await updateTask.call(actor, {
      ...{ task, title: textOf(form, 'title'), description: textOf(form, 'description') },
      slices: form.has('slices') ? slicesOf(textOf(form, 'slices')) : undefined,
      baselineScore: baselineOf(form),
      maxUploadBytes: largest === megabytes(maxUploadBytes) ? undefined : largest * 1e6,
      ...{ releaseId, truth, primaryMetric: optional('primaryMetric') },
      predictionForm: PREDICTION_FORMS.find((name) => name === optional('predictionForm')),
    })
    return redirect(pageOf(form))
  })
}

/** How long a form waits for a trial before its page follows by itself. */
const TRIAL_WAIT_SECONDS = 5

/** Tries a version on the sample submission. */
export async function tryOnSample(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await tryScorer.call(await sessionActor(), { scorer: textOf(form, 'scorer'), wait: TRIAL_WAIT_SECONDS })
    return redirect(pageOf(form))
  })
}

/** Makes a version the one that scores. */
export async function choose(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await chooseScorer.call(await sessionActor(), {
      task: textOf(form, 'task'),
      scorer: textOf(form, 'scorer'),
      baselineScore: baselineOf(form),
      scoreAgain: form.get('scoreAgain') === 'yes',
    })
    return redirect(pageOf(form))
  })
}

/** Goes back to the built-in metrics; what they have scored stands on the board again at once. */
export async function chooseBuiltin(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await chooseScorer.call(await sessionActor(), {
      task: textOf(form, 'task'),
      scorer: null,
      scoreAgain: false,
    })
    return redirect(pageOf(form))
  })
}

/** Scores what the present scorer has not judged. */
export async function scoreRest(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await scoreAgain.call(await sessionActor(), { task: textOf(form, 'task') })
    return redirect(pageOf(form))
  })
}

function pageOf(form: FormData): string {
  return paths.organiseTask(textOf(form, 'challenge'), textOf(form, 'task'))
}

function baselineOf(form: FormData): number | null {
  const text = textOf(form, 'baselineScore')
  if (text === '') return null
  const score = Number(text)
  if (Number.isFinite(score)) return score
  const message = 'This is not a number.'
  const problems = [{ column: 'baselineScore', code: 'not_a_number', message }]
  throw new GrandstandError('invalid_input', message, { problems })
}
