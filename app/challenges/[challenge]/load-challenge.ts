import { cache } from 'react'
import type { z } from 'zod'
import { sessionActor } from '#app/_http/session.ts'
import { forPage, ifAny } from '#app/_ui/for-page.ts'
import { paths } from '#app/_ui/paths.ts'
import type { challengeView } from '#operations/challenges/challenge-view.ts'
import { getChallenge } from '#operations/challenges/get-challenge.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'

export type Challenge = z.output<typeof challengeView>

/** The challenge of a page, read once per request. */
export const loadChallenge = cache(async (slug: string): Promise<Challenge> => {
  return forPage(paths.challenge(slug), getChallenge.call(await sessionActor(), { challenge: slug }))
})

/** Where the viewer stands in a challenge; undefined for people who are not signed in. */
export const loadStanding = cache(async (slug: string) => {
  return ifAny(getMyTeam.call(await sessionActor(), { challenge: slug }))
})

export type Standing = Awaited<ReturnType<typeof loadStanding>>
