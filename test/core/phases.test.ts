import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GrandstandError } from '#core/errors.ts'
import {
  challengeState,
  currentPhase,
  nextOpenPhase,
  openPhase,
  overlappingPhases,
  type Phase,
  visibleSplit,
} from '#core/phases.ts'
import { quotaDay, quotaRenewsAt, requireQuota } from '#core/quota.ts'

const instant = (text: string) => new Date(text)
const phase = (slug: string, from: string, to: string, more: Partial<Phase> = {}): Phase => ({
  ...{
    id: slug,
    slug,
    title: slug,
    startsAt: instant(from),
    endsAt: instant(to),
    dailyQuota: 5,
    visibleSplit: 'public',
  },
  ...more,
})

const PHASES = [
  phase('main', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
  phase('results', '2026-02-03T00:00:00Z', '2026-03-01T00:00:00Z', {
    dailyQuota: 0,
    visibleSplit: 'private',
  }),
]

describe('phases', () => {
  it('begin at their first instant and end before their last', () => {
    assert.equal(currentPhase(PHASES, instant('2025-12-31T23:59:59.999Z')), undefined)
    assert.equal(currentPhase(PHASES, instant('2026-01-01T00:00:00.000Z'))?.slug, 'main')
    assert.equal(currentPhase(PHASES, instant('2026-01-31T23:59:59.999Z'))?.slug, 'main')
    assert.equal(currentPhase(PHASES, instant('2026-02-01T00:00:00.000Z')), undefined)
  })

  it('take submissions only with a quota', () => {
    assert.equal(openPhase(PHASES, instant('2026-01-15T00:00:00Z'))?.slug, 'main')
    assert.equal(openPhase(PHASES, instant('2026-02-15T00:00:00Z')), undefined)
    assert.equal(nextOpenPhase(PHASES, instant('2025-12-01T00:00:00Z'))?.slug, 'main')
    assert.equal(nextOpenPhase(PHASES, instant('2026-01-15T00:00:00Z')), undefined)
  })

  it('private boards open with their phase, not in the gap before it, and stay open', () => {
    assert.equal(visibleSplit(PHASES, instant('2026-02-02T00:00:00Z')), 'public')
    assert.equal(visibleSplit(PHASES, instant('2026-02-03T00:00:00Z')), 'private')
    assert.equal(visibleSplit(PHASES, instant('2030-01-01T00:00:00Z')), 'private')
    assert.equal(visibleSplit([], instant('2030-01-01T00:00:00Z')), 'public')
  })

  it('tell the state of the challenge', () => {
    assert.equal(challengeState(PHASES, instant('2025-12-01T00:00:00Z')), 'upcoming')
    assert.equal(challengeState(PHASES, instant('2026-01-01T00:00:00Z')), 'running')
    assert.equal(challengeState(PHASES, instant('2026-02-01T00:00:00Z')), 'finished')
  })

  it('are found when they overlap, touching ones are fine', () => {
    assert.equal(overlappingPhases(PHASES), undefined)
    const late = phase('late', '2026-01-31T23:59:59Z', '2026-02-02T00:00:00Z')
    assert.deepEqual(
      overlappingPhases([late, ...PHASES])?.map(({ slug }) => slug),
      ['main', 'late'],
    )
  })
})

describe('quota', () => {
  it('counts by UTC days', () => {
    assert.equal(quotaDay(instant('2026-05-05T23:59:59.999Z')).toISOString(), '2026-05-05T00:00:00.000Z')
    assert.equal(quotaRenewsAt(instant('2026-12-31T01:00:00Z')).toISOString(), '2027-01-01T00:00:00.000Z')
  })

  it('lets the last one in and says when the next one may come', () => {
    requireQuota(4, 5, instant('2026-05-05T12:00:00Z'))
    assert.throws(
      () => requireQuota(5, 5, instant('2026-05-05T23:59:00Z')),
      (error: GrandstandError) =>
        error.code === 'quota_spent' &&
        error.retryAfterSeconds === 60 &&
        error.message.includes('2026-05-06T00:00:00.000Z'),
    )
  })
})
