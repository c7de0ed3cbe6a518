import type { Person } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { requireRulesAccepted } from '#core/teams.ts'
import { findAcceptedRules } from '#store/challenges.ts'
import type { Db } from '#store/database.ts'

/** Passes when the person has accepted the present rules of the challenge. */
export async function requireParticipation(
  db: Db,
  challenge: { id: string; slug: string; rulesVersion: number },
  person: Person,
): Promise<void> {
  const accepted = await findAcceptedRules(db, challenge.id, person.userId)
  requireRulesAccepted(accepted, challenge.rulesVersion, `/challenges/${challenge.slug}/rules`)
}

/** What to say when the database holds "one team per person and challenge". */
export function alreadyInTeam(): GrandstandError {
  return new GrandstandError(
    'conflict',
    'You are in a team of this challenge already. Leave it first if you want to join another.',
  )
}
