import assert from 'node:assert/strict'
import { test } from 'node:test'
import { familyOf, genderOf } from '#datasets/samples/emoji-family.ts'
import { emojiRecords } from '#datasets/samples/emoji-records.ts'

const records = emojiRecords()
const hexcodes = new Map(records.map((record) => [record.name, record.hexcode]))

/** Names are written by people, code points by the standard: where names differ by one gender word, so do families. */
const GENDER_WORDS: [RegExp, string][] = [
  [/\b(man|woman)\b/g, 'person'],
  [/\b(men|women)\b/g, 'people'],
]

test('man, woman and person of one kind are one family, by their names', () => {
  const neutral = new Map(records.filter((r) => r.tone === 0).map((r) => [r.name, r.family]))
  let checked = 0
  for (const record of records.filter((r) => r.tone === 0 && r.group === 'people-body')) {
    const name = GENDER_WORDS.reduce((text, [word, with_]) => text.replace(word, with_), record.name)
    if (name === record.name || !neutral.has(name)) continue
    checked++
    assert.equal(record.family, neutral.get(name), `${record.name} and ${name}`)
  }
  assert.ok(checked > 90, `only ${checked} names were compared`)
})

test('skin tones stay in the family of the same name without the tone', () => {
  const plain = (name: string) =>
    name.replace(/[:,] (medium-light|medium-dark|light|medium|dark) skin tone/, '').replace(',', ':')
  const familyOfName = new Map(records.filter((r) => r.tone === 0).map((r) => [plain(r.name), r.family]))
  const toned = records.filter((r) => r.tone > 0)
  assert.equal(toned.length, 1650)
  for (const { name, family } of toned) assert.equal(family, familyOfName.get(plain(name)), name)
})

test('a family never joins two groups, nor two emoji without gender', () => {
  for (const [family, members] of Map.groupBy(records, (record) => record.family)) {
    assert.equal(new Set(members.map((r) => r.group)).size, 1, family)
    const people = members.filter((r) => r.tone === 0)
    assert.ok(people.length === 1 || people[0].group === 'people-body', people.map((r) => r.name).join())
  }
})

test('what is alike in code points but not in meaning stays apart', () => {
  const different = [
    ['male sign', 'female sign'],
    ['boy', 'man'],
    ['old man', 'man'],
    ['person running', 'person running: facing right'],
    ['person: red hair', 'person: curly hair'],
    ['kiss', 'couple with heart'],
  ]
  for (const [a, b] of different) {
    assert.notEqual(familyOf(hexcodes.get(a)!), familyOf(hexcodes.get(b)!), `${a} and ${b}`)
  }
})

test('gender is stated only where the code points state one', () => {
  const expected = {
    'man: beard': 'man',
    'woman astronaut': 'woman',
    astronaut: 'none',
    princess: 'woman',
    boy: 'man',
    'kiss: woman, man': 'none',
    'male sign': 'none',
    'female sign': 'none',
    'women holding hands': 'woman',
  }
  for (const [name, gender] of Object.entries(expected)) {
    assert.equal(genderOf(hexcodes.get(name)!), gender, name)
  }
})
