/** Who is asking, and what they may do. Decisions only: looking people up is the store's work. */
import { GrandstandError } from './errors.ts'

export const ROLES = ['participant', 'organiser', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** What an API token may be made for. A browser session may do all that its person may. */
export const SCOPES = ['read', 'submit', 'teams', 'organise', 'operate'] as const
export type Scope = (typeof SCOPES)[number]

export interface Person {
  kind: 'person'
  userId: string
  email: string
  name: string
  role: Role
  /** 'all' for a browser session, else the token's scopes. */
  scopes: 'all' | readonly Scope[]
}

export type Actor = { kind: 'anonymous' } | Person

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** What an operation asks of the actor before it looks at anything else. */
export type Access = 'anyone' | 'signed-in' | 'organiser' | 'operator'

/** Passes, or throws `unauthenticated`, `forbidden` or `scope_missing` with what to do. */
export function requireAccess(actor: Actor, access: Access, scope: Scope): void {
  if (actor.kind === 'anonymous') {
    if (access === 'anyone') return
    throw new GrandstandError(
      'unauthenticated',
      'This needs an account. Sign in on the page, or send `Authorization: Bearer <token>` with a token from your account page.',
    )
  }
  if (actor.scopes !== 'all' && !actor.scopes.includes(scope)) {
    throw new GrandstandError(
      'scope_missing',
      `This token has the scopes ${actor.scopes.join(', ')}; this needs ${scope}. Make a new token with it on your account page.`,
    )
  }
  if (access === 'organiser' && actor.role === 'participant') {
    throw new GrandstandError('forbidden', 'Only organisers may do this. Ask an operator for the role.')
  }
  if (access === 'operator' && actor.role !== 'operator') {
    throw new GrandstandError('forbidden', 'Only operators may do this.')
  }
}

/** The signed-in person, or `unauthenticated`. */
export function requirePerson(actor: Actor): Person {
  if (actor.kind === 'person') return actor
  throw new GrandstandError('unauthenticated', 'This needs an account. Sign in first.')
}

/** Whether a person runs a challenge: one of its organisers, or an operator. */
export function mayOrganise(actor: Actor, organiserIds: readonly string[]): boolean {
  if (actor.kind === 'anonymous') return false
  return actor.role === 'operator' || organiserIds.includes(actor.userId)
}
