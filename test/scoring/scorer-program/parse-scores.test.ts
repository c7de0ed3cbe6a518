import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScorerOutput } from '#core/scorer.ts'
import { parseProblems } from '#scoring/scorer-program/parse-problems.ts'
import { parseScores } from '#scoring/scorer-program/parse-scores.ts'

const outputs: ScorerOutput[] = ['a', 'b'].map((name) => ({
  name,
  direction: 'higher-is-better',
  precision: 4,
  primary: name === 'a',
}))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('every double survives, in the order of declaration', () => {
  for (const value of [0, 1, -1.5, 0.1 + 0.2, 5e-324, Number.MAX_VALUE, 1e21, -2.5e-7]) {
    const parsed = parseScores(bytes(`\n{ "b" : ${value},\t"a":${JSON.stringify(-value)} } `), outputs)
    assert.ok('scores' in parsed)
    assert.deepEqual(Object.entries(parsed.scores), [
      ['a', 0 - value],
      ['b', value],
    ])
  }
})

test('negative zero is zero, escapes in names are read', () => {
  const parsed = parseScores(bytes('{"\\u0061": -0.0, "b": 1E+2}'), outputs)
  assert.ok('scores' in parsed)
  assert.ok(Object.is(parsed.scores.a, 0))
  assert.equal(parsed.scores.b, 100)
})

const WRONG: [text: string, reason: RegExp][] = [
  ['', /empty/],
  ['[]', /one JSON object/],
  ['1', /one JSON object/],
  ['{}', /"a" is declared .* missing/],
  ['{"a": 1}', /"b" is declared .* missing/],
  ['{"a": 1, "b": 2, "c": 3}', /"c" is not declared/],
  ['{"a": 1, "b": 2, "__proto__": 3}', /"__proto__" is not declared/],
  ['{"a": 1, "b": 2, "a": 1}', /"a" is there twice/],
  ['{"a": 1, "b": 2, "\\u0061": 1}', /"a" is there twice/],
  ['{"a": NaN, "b": 2}', /"a" is NaN, not a number/],
  ['{"a": Infinity, "b": 2}', /"a" is Infinity/],
  ['{"a": -Infinity, "b": 2}', /"a" is -Infinity/],
  ['{"a": 1e999, "b": 2}', /"a" is 1e999, too large/],
  ['{"a": "0.5", "b": 2}', /"a" is a text/],
  ['{"a": null, "b": 2}', /"a" is null/],
  ['{"a": true, "b": 2}', /"a" is true/],
  ['{"a": {"x": 1}, "b": 2}', /"a" is nested/],
  ['{"a": [1], "b": 2}', /"a" is nested/],
  ['{"a": 01, "b": 2}', /comma/],
  ['{"a": .5, "b": 2}', /not a number/],
  ['{"a": +1, "b": 2}', /not a number/],
  ['{"a": 0x10, "b": 2}', /comma/],
  ['{"a": 1, "b": 2,}', /name and a colon/],
  ['{"a": 1 "b": 2}', /comma/],
  ["{'a': 1, 'b': 2}", /name and a colon/],
  ['{"a": 1, "b": 2', /closing brace .* at its end/],
  ['{"a": 1, "b": 2} x', /after the object/],
  ['{"a": 1, "b": 2}{}', /after the object/],
  [`{"a": 1, "b": 2}${' '.repeat(65_536)}`, /65536 are allowed/],
]
for (const [text, reason] of WRONG) {
  test(`refused: ${text.trim().slice(0, 50)}`, () => {
    const parsed = parseScores(bytes(text), outputs)
    assert.ok('wrong' in parsed, 'it was read')
    assert.match(parsed.wrong, reason)
  })
}

test('bytes that are not UTF-8 are refused', () => {
  assert.deepEqual(parseScores(new Uint8Array([0x7b, 0xff, 0x7d]), outputs), {
    wrong: 'scores.json is not UTF-8',
  })
})

test('problems are read, cut and cleaned', () => {
  const problem = { line: 3, column: 'id', code: 'unknown_id', message: 'The id "9" is unknown' }
  assert.deepEqual(parseProblems(bytes(JSON.stringify({ problems: [problem] }))), { problems: [problem] })
  assert.deepEqual(parseProblems(bytes('{"problems": [{"message": "red\\u001b[31m"}]}')), {
    problems: [{ code: 'scorer_rejected', message: 'red\uFFFD[31m' }],
  })
  const many = parseProblems(
    bytes(JSON.stringify({ problems: Array(150).fill({ message: 'x'.repeat(1001) }) })),
  )
  assert.ok('problems' in many)
  assert.deepEqual([many.problems.length, many.problems[0].message.length], [100, 1000])
})

for (const text of [
  '',
  '[]',
  '{"problems": []}',
  '{"problems": [{}]}',
  '{"problems": [{"message": " "}]}',
  '{"problems": [{"message": "x", "line": 0}]}',
  '{"problems": [{"message": "x", "code": "Not a word"}]}',
  '{"problems": [{"message": "x", "score": 1}]}',
]) {
  test(`problems that are none: ${text}`, () => {
    assert.ok('wrong' in parseProblems(bytes(text)))
  })
}

test('no problems at all are none', () => {
  assert.ok('wrong' in parseProblems(undefined))
})
