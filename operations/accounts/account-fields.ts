/** What people say about themselves, and what is shown of an account. */
import { z } from 'zod'
import { ROLES, SCOPES } from '#core/access.ts'
import type { TokenRow } from '#store/tokens.ts'
import type { UserRow } from '#store/users.ts'

const instant = z.iso.datetime({ offset: true })

/** An e-mail address; kept and compared in lower case. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('is not an e-mail address; it should look like name@example.org'))

export const personName = z.string().trim().min(1, 'is empty').max(100)

export const accountView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** False for people who only ever came by single sign-on. */
  hasPassword: z.boolean(),
  createdAt: instant,
  disabledAt: instant.nullable(),
})

export type AccountView = z.infer<typeof accountView>

export function showAccount(user: UserRow): AccountView {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    hasPassword: user.passwordHash !== null,
    createdAt: user.createdAt.toISOString(),
    disabledAt: user.disabledAt?.toISOString() ?? null,
  }
}

export const tokenView = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the secret, so that a person recognises it. */
  prefix: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: instant,
  expiresAt: instant,
  expired: z.boolean(),
  /** To the minute; null when it was never used. */
  lastUsedAt: instant.nullable(),
})

export type TokenView = z.infer<typeof tokenView>

export function showToken(token: TokenRow, now: Date): TokenView {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    scopes: token.scopes,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    expired: token.expiresAt <= now,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}
