/** A workshop is edited as one document: whole or not at all. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { getWorkshop } from '#operations/workshops/get-workshop.ts'
import { setWorkshop } from '#operations/workshops/set-workshop.ts'
import { makeCaptain, makeChallenge } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()

const DAY = { title: 'The day', startsAt: '2027-03-01T09:00:00Z', endsAt: '2027-03-01T17:00:00Z' }
const SESSION = { title: 'Talks', startsAt: '2027-03-01T10:00:00Z', endsAt: '2027-03-01T11:00:00Z' }
const TALK = { title: 'How we won', speakers: 'Ada', startsAt: '2027-03-01T10:00:00Z', minutes: 20 }

describe('a workshop', () => {
  it('is kept as given, for organisers alone until it is published', async () => {
    const { organiser, challenge } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const awards = [{ track: 'animals', place: 1, prize: 'A cup' }]
    const sessions = [{ ...SESSION, talks: [TALK] }]
    await setWorkshop.call(organiser, { challenge, ...DAY, sessions, awards })
    await assert.rejects(getWorkshop.call(captain, { challenge }), { code: 'not_found' })
    await setWorkshop.call(organiser, { challenge, ...DAY, sessions, awards, published: true })
    const seen = await getWorkshop.call(captain, { challenge })
    assert.deepEqual(
      seen.sessions[0].talks.map(({ title, minutes, team }) => [title, minutes, team]),
      [['How we won', 20, null]],
    )
    assert.deepEqual(seen.awards, [
      { track: { slug: 'animals', title: 'Animals' }, place: 1, prize: 'A cup' },
    ])
  })

  it('is not changed by one that cannot be', async () => {
    const { organiser, challenge } = await makeChallenge()
    await setWorkshop.call(organiser, { challenge, ...DAY, sessions: [SESSION] })
    const backwards = { startsAt: DAY.endsAt, endsAt: DAY.startsAt }
    const prize = { track: 'animals', place: 1, prize: 'A cup' }
    const wrong = [
      { ...DAY, ...backwards },
      { ...DAY, sessions: [{ ...SESSION, ...backwards }] },
      { ...DAY, sessions: [{ ...SESSION, talks: [{ ...TALK, team: 'nobody' }] }] },
      { ...DAY, awards: [prize, { ...prize, prize: 'Another cup' }] },
    ]
    for (const one of wrong) {
      await assert.rejects(setWorkshop.call(organiser, { challenge, ...one }), { code: 'invalid_input' })
    }
    await assert.rejects(setWorkshop.call(organiser, { challenge, ...wrong[0] }), {
      problems: [{ column: 'endsAt', code: 'custom', message: 'it must end after it starts' }],
    })
    const { sessions, awards } = await getWorkshop.call(organiser, { challenge })
    assert.deepEqual([sessions.map(({ title }) => title), awards], [['Talks'], []])
  })

  it('is for those who run the challenge', async () => {
    const { challenge } = await makeChallenge()
    const stranger = await makePerson('organiser')
    await assert.rejects(setWorkshop.call(stranger, { challenge, ...DAY }), { code: 'forbidden' })
  })
})
