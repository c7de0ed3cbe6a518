'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { acceptInvitation } from '#operations/teams/accept-invitation.ts'

/** Joins the team of the invitation and shows it. */
export async function join(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await acceptInvitation.call(await sessionActor(), { invitation: textOf(form, 'invitation') })
    redirect(paths.team(textOf(form, 'challenge')))
  })
}
