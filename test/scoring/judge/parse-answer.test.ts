import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Judgement } from '#core/report.ts'
import { parseAnswer } from '#scoring/judge/parse-answer.ts'
import { scored } from '../../helpers/judge-cases.ts'

function bytes(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

const REPORT = { rows: 1, scores: {}, undefined: {} }

/** An answer with one report in which something is replaced. */
function reportWith(changes: object): unknown {
  return { judgement: { outcome: 'scored', rows: 1, splits: { all: { ...REPORT, ...changes } } } }
}

describe('parseAnswer', () => {
  it('gives back what the judge said, whole', async () => {
    const truth = 'id,label,split\n1,a,public\n2,b,private\n3,b,public'
    const judgements: Judgement[] = [
      await scored({ kind: 'classification' }, truth, 'id,a,b\n1,0.5,0.5\n2,0,1\n3,1,0'),
      await scored({ kind: 'classification', metrics: ['accuracy'] }, truth, 'id,prediction\n1,a\n2,a\n3,b'),
      { outcome: 'rejected', problems: [{ code: 'x', message: 'y', line: 3 }], problemCount: 1 },
    ]
    for (const judgement of judgements) {
      const asJson = JSON.parse(JSON.stringify({ judgement }))
      assert.deepEqual(parseAnswer(bytes(asJson)), { answer: asJson })
    }
    assert.deepEqual(parseAnswer(bytes({ fault: 'why' })), { answer: { fault: 'why' } })
  })
  it('takes a plain report', () => {
    assert.ok('answer' in parseAnswer(bytes(reportWith({}))))
  })
  const refused: [string, unknown][] = [
    ['no JSON', 'judgement'],
    ['nothing', ''],
    ['another outcome', { judgement: { outcome: 'won', rows: 1, splits: {} } }],
    ['a score that is a text', reportWith({ scores: { a: '1' } })],
    ['an infinite score', JSON.stringify(reportWith({ scores: { a: 1 } })).replace('"a":1', '"a":1e999')],
    ['nested scores', reportWith({ scores: { a: {} } })],
    ['a negative count', reportWith({ rows: -1 })],
    [
      'problems without code',
      { judgement: { outcome: 'rejected', problems: [{ message: 'm' }], problemCount: 1 } },
    ],
  ]
  for (const [what, answer] of refused) {
    it(`refuses ${what}`, () => {
      const parsed = parseAnswer(bytes(answer))
      assert.ok('wrong' in parsed)
      assert.match(parsed.wrong, /^The judge's answer/)
    })
  }
  it('refuses bytes that are no UTF-8', () => {
    assert.ok('wrong' in parseAnswer(Buffer.from('22ff22', 'hex')))
  })
})
