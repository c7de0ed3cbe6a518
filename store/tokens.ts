/** API tokens: only the sha256 of a secret is kept, so a stolen database cannot be used to sign in. */
import type { Scope } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import type { Db } from './database.ts'
import type { UserRow } from './users.ts'

export interface TokenRow {
  id: string
  userId: string
  name: string
  prefix: string
  scopes: Scope[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export async function insertToken(
  db: Db,
  token: { userId: string; name: string; hash: string; prefix: string; scopes: Scope[]; expiresAt: Date },
  now: Date,
): Promise<TokenRow> {
  const row = await db.apiToken.create({
    data: { ...token, id: newId('tok', now.getTime()), createdAt: now },
  })
  return withScopes(row)
}

/** The token with this sha256 (hex) and its person, revoked and expired ones too. */
export async function findTokenByHash(
  db: Db,
  hash: string,
): Promise<{ token: TokenRow; user: UserRow } | undefined> {
  const row = await db.apiToken.findUnique({ where: { hash }, include: { user: true } })
  return row ? { token: withScopes(row), user: row.user } : undefined
}

/** A person's tokens that were not revoked, newest first. */
export async function listTokens(db: Db, userId: string): Promise<TokenRow[]> {
  const rows = await db.apiToken.findMany({ where: { userId, revokedAt: null }, orderBy: { id: 'desc' } })
  return rows.map(withScopes)
}

/** Revokes one of the person's own tokens. False when there is no such token in use. */
export async function revokeToken(db: Db, userId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await db.apiToken.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: now },
  })
  return count === 1
}

/** Revokes everything a person has. */
export async function revokeAllTokens(db: Db, userId: string, now: Date): Promise<void> {
  await db.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
}

/** Notes that the token was used, unless that was noted after `before` already: a busy script costs no writes. */
export async function touchToken(db: Db, id: string, now: Date, before: Date): Promise<void> {
  await db.apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: now },
  })
}

// the column is text[]; what is written into it was checked against SCOPES
function withScopes<T extends { scopes: string[] }>(row: T): T & { scopes: Scope[] } {
  return row as T & { scopes: Scope[] }
}
