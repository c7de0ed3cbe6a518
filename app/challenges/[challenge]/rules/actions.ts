'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'

/** Accepts the version of the rules that was on the page, then goes to the team. */
export async function acceptTheRules(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    await acceptRules.call(await sessionActor(), { challenge, rulesVersion: textOf(form, 'rulesVersion') })
    redirect(paths.team(challenge))
  })
}
