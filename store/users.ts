/** Accounts and the identities at OpenID providers that sign in as them. */
import type { Role } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

export interface UserRow {
  id: string
  email: string
  name: string
  role: Role
  passwordHash: string | null
  createdAt: Date
  disabledAt: Date | null
  /** Sessions signed before this instant are void. */
  sessionsFrom: Date
}

/** A new account; `email` must be lower case already. Resolves to undefined when the e-mail is taken. */
export async function insertUser(
  db: Db,
  user: { email: string; name: string; role: Role; passwordHash: string | null },
  now: Date,
): Promise<UserRow | undefined> {
  const id = newId('usr', now.getTime())
  const data = [{ ...user, id, createdAt: now, sessionsFrom: now }]
  // one statement that cannot fail keeps the surrounding transaction usable when the e-mail is taken
  const { count } = await db.user.createMany({ data, skipDuplicates: true })
  return count === 1 ? findUser(db, id) : undefined
}

export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  return (await db.user.findUnique({ where: { id } })) ?? undefined
}

export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return (await db.user.findUnique({ where: { email } })) ?? undefined
}

export async function updateUser(db: Db, id: string, change: Prisma.UserUpdateInput): Promise<UserRow> {
  return db.user.update({ where: { id }, data: change })
}

/** Accounts in the order they were made, those after the id `after` only, at most `limit`. */
export async function listUsers(
  db: Db,
  filter: { search?: string; after?: string; limit: number },
): Promise<UserRow[]> {
  // Prisma hands the text to LIKE as it is, where % and _ are patterns
  const literal = filter.search?.replace(/[\\%_]/g, '\\$&')
  const contains = { contains: literal, mode: 'insensitive' as const }
  return db.user.findMany({
    where: {
      id: filter.after ? { gt: filter.after } : undefined,
      OR: filter.search ? [{ email: contains }, { name: contains }] : undefined,
    },
    orderBy: { id: 'asc' },
    take: filter.limit,
  })
}

/** Ids of the operators who can sign in, locked until the transaction ends so that no two of them leave at once. */
export async function lockActiveOperators(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE role = 'operator' AND "disabledAt" IS NULL ORDER BY id FOR UPDATE`
  return rows.map((row) => row.id)
}

/** Whether anybody has the role operator, able to sign in or not. */
export async function hasOperator(db: Db): Promise<boolean> {
  return (await db.user.count({ where: { role: 'operator' }, take: 1 })) > 0
}

/** Keeps others from adding accounts until the transaction ends. */
export async function lockAccounts(tx: Db): Promise<void> {
  await tx.$executeRaw`LOCK TABLE "User" IN SHARE ROW EXCLUSIVE MODE`
}

export async function findUserByIdentity(
  db: Db,
  identity: { issuer: string; subject: string },
): Promise<UserRow | undefined> {
  const found = await db.identity.findUnique({ where: { issuer_subject: identity }, include: { user: true } })
  return found?.user
}

/** Lets the identity sign in as the user from now on; nothing changes when it does already. */
export async function linkIdentity(
  db: Db,
  identity: { issuer: string; subject: string },
  userId: string,
): Promise<void> {
  await db.identity.createMany({ data: [{ ...identity, userId }], skipDuplicates: true })
}
