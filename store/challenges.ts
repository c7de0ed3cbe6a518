import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

/** What everybody may know of the program that scores a task. */
export const SCORER_SUMMARY = {
  id: true,
  number: true,
  digest: true,
  manifest: true,
} as const satisfies Prisma.ScorerVersionSelect

/** What every reading of a challenge brings along: enough to decide who may see it and what state it is in. */
export const CHALLENGE_PARTS = {
  organisers: { select: { userId: true } },
  phases: { orderBy: { startsAt: 'asc' } },
  tracks: {
    orderBy: { position: 'asc' },
    include: { tasks: { orderBy: { position: 'asc' }, include: { scorer: { select: SCORER_SUMMARY } } } },
  },
  workshop: { select: { published: true } },
  _count: { select: { teams: true } },
} as const satisfies Prisma.ChallengeInclude

export type ChallengeRecord = Prisma.ChallengeGetPayload<{ include: typeof CHALLENGE_PARTS }>

/** A challenge by slug or id, whatever its status; undefined when there is none. */
export async function findChallenge(db: Db, slugOrId: string): Promise<ChallengeRecord | undefined> {
  const found = await db.challenge.findFirst({
    where: { OR: [{ slug: slugOrId }, { id: slugOrId }] },
    include: CHALLENGE_PARTS,
  })
  return found ?? undefined
}

/** All challenges, newest first. */
export function listChallenges(db: Db): Promise<ChallengeRecord[]> {
  return db.challenge.findMany({ include: CHALLENGE_PARTS, orderBy: { createdAt: 'desc' } })
}

/** Which version of the rules a person accepted, if any. */
export async function findAcceptedRules(
  db: Db,
  challengeId: string,
  userId: string,
): Promise<number | undefined> {
  const found = await db.participation.findUnique({ where: { challengeId_userId: { challengeId, userId } } })
  return found?.rulesVersion
}
