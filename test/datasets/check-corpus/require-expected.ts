import assert from 'node:assert/strict'
import type { CheckOutcome } from '#datasets/check-source.ts'
import type { CorpusCase } from './corpus-case.ts'

/** Holds the outcome of looking at a file to what the case expects; every problem must also say something. */
export function requireExpected({ name, expect }: CorpusCase, outcome: CheckOutcome): void {
  if (outcome.outcome === 'rejected') {
    assert.ok(outcome.problems.length > 0, `${name}: rejected without a reason`)
    for (const { code, message } of outcome.problems) {
      assert.match(code, /^[a-z][a-z0-9_]*$/)
      assert.ok(message.length > 20, `${name}: ${message}`)
    }
  }
  if (expect === 'either') return
  if ('codes' in expect) {
    const shown = JSON.stringify(outcome).slice(0, 300)
    assert.equal(outcome.outcome, 'rejected', `${name}: ${shown}`)
    if (outcome.outcome !== 'rejected') return
    assert.ok(expect.codes.includes(outcome.problems[0].code), `${name}: ${shown}`)
    return
  }
  assert.equal(outcome.outcome, 'accepted', `${name}: ${JSON.stringify(outcome).slice(0, 300)}`)
  if (outcome.outcome !== 'accepted') return
  assert.equal(outcome.rowCount, expect.rows, name)
  if (expect.types)
    assert.deepEqual(
      outcome.columns.map(({ type }) => type),
      expect.types,
      name,
    )
  for (const { reason } of outcome.columns) assert.ok(reason, `${name}: a column without a reason`)
}
