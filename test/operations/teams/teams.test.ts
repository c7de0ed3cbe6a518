import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { ErrorCode, GrandstandError } from '#core/errors.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { acceptInvitation } from '#operations/teams/accept-invitation.ts'
import { createInvitation } from '#operations/teams/create-invitation.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { getInvitation } from '#operations/teams/get-invitation.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'
import { leaveTeam } from '#operations/teams/leave-team.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()
after(closeSender)

const code = (wanted: ErrorCode) => (error: GrandstandError) => error.code === wanted

async function participant(challenge: string) {
  const person = await makePerson()
  await acceptRules.call(person, { challenge, rulesVersion: 1 })
  return person
}

describe('invitations', () => {
  it('50 people with one link: the team fills up to its size and no further', async () => {
    const { challenge } = await makeChallenge({ teamSizeMax: 4 })
    const captain = await makeCaptain(challenge)
    const { secret } = await createInvitation.call(captain, { team: captain.teamId })
    const people = await Promise.all(Array.from({ length: 50 }, () => participant(challenge)))
    const results = await Promise.allSettled(
      people.map((person) => acceptInvitation.call(person, { invitation: secret })),
    )
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    assert.equal(results.length - refused.length, 3)
    assert.deepEqual(new Set(refused), new Set(['team_full']))
    const { team } = await getMyTeam.call(captain, { challenge })
    assert.equal(team?.members.length, 4)
  })

  it('end when they expire or are replaced, and say so', async () => {
    const { challenge } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const first = await createInvitation.call(captain, { team: captain.teamId })
    const second = await createInvitation.call(captain, { team: captain.teamId })
    const person = await participant(challenge)
    await assert.rejects(
      acceptInvitation.call(person, { invitation: first.secret }),
      /replaced by a newer one/,
    )
    const later = { now: new Date(Date.now() + 15 * 86_400_000) }
    await assert.rejects(acceptInvitation.call(person, { invitation: second.secret }, later), /ended at/)
    await assert.rejects(getInvitation.call(person, { invitation: 'gsi_nonsense' }), code('not_found'))
    const shown = await getInvitation.call(person, { invitation: second.secret })
    assert.equal(shown.team.memberCount, 1)
  })

  it('are made by members only', async () => {
    const { challenge } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    await assert.rejects(
      createInvitation.call(await makePerson(), { team: captain.teamId }),
      code('not_found'),
    )
  })
})

describe('teams', () => {
  it('50 attempts of one person: one team', async () => {
    const { challenge } = await makeChallenge()
    const person = await participant(challenge)
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => createTeam.call(person, { challenge, name: `Racers ${i}` })),
    )
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of results) {
      if (result.status === 'rejected') assert.match(result.reason.code, /conflict|already_exists/)
    }
  })

  it('need the rules accepted, again after they changed', async () => {
    const { challenge, organiser } = await makeChallenge()
    const person = await makePerson()
    await assert.rejects(createTeam.call(person, { challenge, name: 'Rebels' }), code('rules_not_accepted'))
    await acceptRules.call(person, { challenge, rulesVersion: 1 })
    await updateChallenge.call(organiser, { challenge, rules: 'Be very kind.' })
    await assert.rejects(createTeam.call(person, { challenge, name: 'Rebels' }), /rules have changed/)
    await assert.rejects(acceptRules.call(person, { challenge, rulesVersion: 1 }), code('conflict'))
    await acceptRules.call(person, { challenge, rulesVersion: 2 })
    await createTeam.call(person, { challenge, name: 'Rebels' })
  })

  it('have distinct names within a challenge', async () => {
    const { challenge } = await makeChallenge()
    await createTeam.call(await participant(challenge), { challenge, name: 'The Same' })
    const again = createTeam.call(await participant(challenge), { challenge, name: 'The same!' })
    await assert.rejects(again, code('already_exists'))
  })

  it('keep an owner: the captain hands over, the last member of a team with scores stays', async () => {
    const { challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const { secret } = await createInvitation.call(captain, { team: captain.teamId })
    const other = await participant(challenge)
    await acceptInvitation.call(other, { invitation: secret })
    await leaveTeam.call(captain, { team: captain.teamId })
    const { team } = await getMyTeam.call(other, { challenge })
    assert.deepEqual(
      team?.members.map(({ userId, captain: leads }) => [userId, leads]),
      [[other.userId, true]],
    )
    await createSubmission.call(other, { task }, { file: incoming(PERFECT) })
    await assert.rejects(leaveTeam.call(other, { team: captain.teamId }), /last member/)
  })
})
