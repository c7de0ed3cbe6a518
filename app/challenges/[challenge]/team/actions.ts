'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { createInvitation } from '#operations/teams/create-invitation.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { leaveTeam } from '#operations/teams/leave-team.ts'

export interface Invitation {
  url: string
  expiresAt: string
}

/** Makes a team and shows it. */
export async function makeTeam(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const challenge = textOf(form, 'challenge')
    await createTeam.call(await sessionActor(), { challenge, name: textOf(form, 'name') })
    redirect(paths.team(challenge))
  })
}

/** Makes an invitation link; its secret is in the answer and nowhere else. */
export async function invite(_: Invitation | undefined, form: FormData): Promise<Invitation> {
  const { url, expiresAt } = await createInvitation.call(await sessionActor(), { team: textOf(form, 'team') })
  return { url, expiresAt }
}

/** Leaves the team and goes back to the challenge. */
export async function leave(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await leaveTeam.call(await sessionActor(), { team: textOf(form, 'team') })
    redirect(paths.challenge(textOf(form, 'challenge')))
  })
}
