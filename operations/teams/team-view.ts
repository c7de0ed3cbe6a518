import { z } from 'zod'
import type { TeamRecord } from '#store/teams.ts'
import { instant } from '../challenges/challenge-view.ts'

export const teamView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  createdAt: instant,
  members: z.array(
    z.object({ userId: z.string(), name: z.string(), captain: z.boolean(), joinedAt: instant }),
  ),
})

export function showTeam(record: TeamRecord): z.input<typeof teamView> {
  return {
    id: record.id,
    slug: record.slug,
    name: record.name,
    createdAt: record.createdAt.toISOString(),
    members: record.members.map((member) => ({
      userId: member.userId,
      name: member.user.name,
      captain: member.captain,
      joinedAt: member.joinedAt.toISOString(),
    })),
  }
}
