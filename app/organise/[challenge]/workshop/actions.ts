'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { setWorkshop } from '#operations/workshops/set-workshop.ts'
import { workshopOfForm } from './workshop-rows.ts'

/** Saves the whole workshop, then has room for one more of everything. */
export async function saveWorkshop(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    await setWorkshop.call(await sessionActor(), { challenge, ...workshopOfForm(form) })
    return redirect(paths.organiseWorkshop(challenge))
  })
}
