import { z } from 'zod'
import { instant } from '../challenges/challenge-view.ts'
import { boardTeam } from '../leaderboards/get-leaderboard.ts'

export const workshopView = z.object({
  title: z.string(),
  challenge: z.object({ slug: z.string(), title: z.string() }),
  startsAt: instant,
  endsAt: instant,
  place: z.string(),
  description: z.string(),
  published: z.boolean(),
  /** Top three of every track, from the final board; empty while the private boards are closed. */
  finalists: z.array(
    z.object({
      track: z.object({ slug: z.string(), title: z.string() }),
      teams: z.array(
        z.object({
          rank: z.number().int(),
          team: boardTeam,
          score: z.number(),
          prize: z.string().nullable(),
        }),
      ),
    }),
  ),
  awards: z.array(
    z.object({
      track: z.object({ slug: z.string(), title: z.string() }),
      place: z.number().int(),
      prize: z.string(),
    }),
  ),
  sessions: z.array(
    z.object({
      title: z.string(),
      startsAt: instant,
      endsAt: instant,
      talks: z.array(
        z.object({
          title: z.string(),
          speakers: z.string(),
          abstract: z.string(),
          startsAt: instant,
          minutes: z.number().int(),
          team: boardTeam.nullable(),
        }),
      ),
    }),
  ),
})
