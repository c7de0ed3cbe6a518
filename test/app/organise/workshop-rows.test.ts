import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workshopOfForm } from '#app/organise/[challenge]/workshop/workshop-rows.ts'
import { slicesOf, sliceText } from '#app/organise/slice-text.ts'
import { typedUtc, utcInstant } from '#app/organise/typed-utc.ts'

function form(fields: Record<string, string>): FormData {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.set(name, value)
  return made
}

test('a workshop is read from its fields; rows without a title or prize do not count', () => {
  const { sessions, awards, published, ...day } = workshopOfForm(
    form({
      ...{ title: 'The day', startsAt: '2027-03-01T09:00', endsAt: '2027-03-01T17:00', place: 'Hall 3' },
      ...{ 'sessions.0.title': '', 'sessions.0.startsAt': '2027-03-01T09:00' },
      ...{ 'sessions.1.title': 'Talks', 'sessions.1.startsAt': '2027-03-01T10:00', published: 'on' },
      ...{
        'sessions.1.endsAt': '2027-03-01T11:00',
        'sessions.1.talks.0.title': 'How',
        'sessions.2.title': '',
      },
      ...{
        'sessions.1.talks.0.team': 'ada',
        'sessions.1.talks.0.minutes': '20',
        'sessions.1.talks.1.title': '',
      },
      ...{
        'awards.0.track': 'animals',
        'awards.0.place': '1',
        'awards.0.prize': 'A cup',
        'awards.1.prize': ' ',
      },
    }),
  )
  assert.deepEqual([day.startsAt, day.place, published], ['2027-03-01T09:00:00Z', 'Hall 3', true])
  assert.deepEqual(
    sessions.map(({ title, endsAt, talks }) => [
      title,
      endsAt,
      talks.map(({ title, team }) => [title, team]),
    ]),
    [['Talks', '2027-03-01T11:00:00Z', [['How', 'ada']]]],
  )
  assert.deepEqual(awards, [{ track: 'animals', place: '1', prize: 'A cup' }])
})

test('slices and instants come back from a form as they were shown in it', () => {
  for (const slices of [[], [['country']], [['country'], ['age', 'country']]]) {
    assert.deepEqual(slicesOf(sliceText(slices)), slices)
  }
  assert.deepEqual(slicesOf(' country ,, a + b '), [['country'], ['a', 'b']])
  assert.equal(utcInstant(typedUtc('2027-03-01T10:00:00.000Z')), '2027-03-01T10:00:00Z')
})
