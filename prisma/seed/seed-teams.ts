import type { Person } from '#core/access.ts'
import { DEMO_TEAMS, type DemoTeam } from '#datasets/samples/demo-teams.ts'
import type { SampleChallenge } from '#datasets/samples/sample-challenges.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { acceptInvitation } from '#operations/teams/accept-invitation.ts'
import { createInvitation } from '#operations/teams/create-invitation.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'
import type { DemoAccount } from './seed-accounts.ts'

/** Team slug → the accounts of its members, captain first. */
export type Crews = ReadonlyMap<string, DemoAccount[]>

/** Enters the demo teams that take part in a challenge: rules accepted, team made, members invited. */
export async function seedTeams(challenge: SampleChallenge, crews: Crews, joinedAt: Date): Promise<void> {
  const tasks = new Set(challenge.tracks.flatMap((track) => track.tasks.map((task) => task.slug)))
  const takesPart = (team: DemoTeam) => team.submissions.some((submission) => tasks.has(submission.task))
  for (const team of DEMO_TEAMS.filter(takesPart)) {
    await enterTeam(
      challenge.slug,
      team.name,
      crews.get(team.slug)!.map(({ actor }) => actor),
      joinedAt,
    )
  }
}

/** Makes a team of these people, the first its captain; does nothing when they have one. */
export async function enterTeam(
  challenge: string,
  name: string,
  people: Person[],
  joinedAt: Date,
): Promise<void> {
  const [captain, ...others] = people
  if ((await getMyTeam.call(captain, { challenge })).team) return
  const call = { now: joinedAt }
  for (const person of people) await acceptRules.call(person, { challenge, rulesVersion: 1 }, call)
  const team = await createTeam.call(captain, { challenge, name }, call)
  if (others.length === 0) return
  const { secret } = await createInvitation.call(captain, { team: team.id }, call)
  for (const person of others) await acceptInvitation.call(person, { invitation: secret }, call)
}
