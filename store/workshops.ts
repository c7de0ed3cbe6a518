import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

const WORKSHOP_PARTS = {
  sessions: {
    orderBy: { position: 'asc' },
    include: {
      talks: {
        orderBy: { startsAt: 'asc' },
        include: { team: { select: { id: true, name: true, slug: true } } },
      },
    },
  },
  awards: { orderBy: { place: 'asc' } },
} as const satisfies Prisma.WorkshopInclude

export type WorkshopRecord = Prisma.WorkshopGetPayload<{ include: typeof WORKSHOP_PARTS }>

/** The workshop of a challenge with its programme and awards, if it has one. */
export async function findWorkshop(db: Db, challengeId: string): Promise<WorkshopRecord | undefined> {
  return (await db.workshop.findUnique({ where: { challengeId }, include: WORKSHOP_PARTS })) ?? undefined
}
