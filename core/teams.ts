/** Rules of teams. */
import { GrandstandError } from './errors.ts'

/** How long an invitation link works. */
export const INVITATION_DAYS = 14

/** Passes while there is room for one more, else throws `team_full`. */
export function requireRoom(members: number, teamSizeMax: number): void {
  if (members < teamSizeMax) return
  throw new GrandstandError(
    'team_full',
    `The team has ${members} members and the challenge allows ${teamSizeMax}. Ask somebody to leave, or make a team of your own.`,
  )
}

/** Passes when the person accepted the rules as they are now, else throws `rules_not_accepted`. */
export function requireRulesAccepted(
  accepted: number | undefined,
  current: number,
  challengeUrl: string,
): void {
  if (accepted === current) return
  const why =
    accepted === undefined
      ? 'You have not accepted the rules'
      : 'The rules have changed since you accepted them'
  throw new GrandstandError(
    'rules_not_accepted',
    `${why}. Read and accept them on ${challengeUrl}, then try again.`,
  )
}
