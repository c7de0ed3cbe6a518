import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

const TEAM_PARTS = {
  members: { orderBy: { joinedAt: 'asc' }, include: { user: { select: { id: true, name: true } } } },
} as const satisfies Prisma.TeamInclude

export type TeamRecord = Prisma.TeamGetPayload<{ include: typeof TEAM_PARTS }>

/** The team of a person in a challenge, if they are in one. */
export async function findTeamOf(
  db: Db,
  challengeId: string,
  userId: string,
): Promise<TeamRecord | undefined> {
  const found = await db.team.findFirst({
    where: { challengeId, members: { some: { userId } } },
    include: TEAM_PARTS,
  })
  return found ?? undefined
}

export async function findTeam(db: Db, teamId: string): Promise<TeamRecord | undefined> {
  return (await db.team.findUnique({ where: { id: teamId }, include: TEAM_PARTS })) ?? undefined
}

/** Teams of a challenge by name. */
export function listTeams(db: Db, challengeId: string): Promise<TeamRecord[]> {
  return db.team.findMany({ where: { challengeId }, include: TEAM_PARTS, orderBy: { name: 'asc' } })
}

/** Holds a team's row until the transaction ends, so that two joins cannot both take the last place. */
export async function lockTeam(tx: Db, teamId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Team" WHERE id = ${teamId} FOR UPDATE`
}

const INVITATION_PARTS = { team: { include: { ...TEAM_PARTS, challenge: true } } } as const

export type InvitationRecord = Prisma.InvitationGetPayload<{ include: typeof INVITATION_PARTS }>

/** An invitation by the sha256 of its secret; revoked and expired ones too, so that the message can say which. */
export async function findInvitation(db: Db, hash: string): Promise<InvitationRecord | undefined> {
  return (await db.invitation.findUnique({ where: { hash }, include: INVITATION_PARTS })) ?? undefined
}
