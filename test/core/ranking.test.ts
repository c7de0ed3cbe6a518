import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type JournalLine,
  rankEntries,
  rankTrack,
  type Scored,
  standingLine,
  type TaskBoard,
} from '#core/ranking.ts'

const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const entry = (teamId: string, score: number, day = 1): Scored => ({ teamId, score, submittedAt: at(day) })

/** A repeatable generator, so that a failure can be looked at again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => [next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

describe('rankEntries', () => {
  it('gives equal scores the same rank: 1 2 2 4', () => {
    const ranks = rankEntries(
      [entry('a', 0.5), entry('b', 0.9), entry('c', 0.5), entry('d', 0.1)],
      'higher-is-better',
    )
    assert.deepEqual(
      ranks.map(({ teamId, rank }) => [teamId, rank]),
      [
        ['b', 1],
        ['a', 2],
        ['c', 2],
        ['d', 4],
      ],
    )
  })

  it('shows the earlier of two equal scores first without ranking it higher', () => {
    const ranks = rankEntries([entry('late', 1, 2), entry('early', 1, 1)], 'higher-is-better')
    assert.deepEqual(
      ranks.map(({ teamId, rank }) => [teamId, rank]),
      [
        ['early', 1],
        ['late', 1],
      ],
    )
  })

  it('law: a rank is one more than the number of strictly better scores, in any order of input', () => {
    const next = random(7)
    for (let round = 0; round < 200; round++) {
      const direction = round % 2 ? 'higher-is-better' : 'lower-is-better'
      const entries = Array.from({ length: 12 }, (_, i) =>
        entry(`t${i}`, Math.floor(next() * 6), 1 + (i % 3)),
      )
      const ranked = rankEntries(entries, direction)
      for (const { score, rank } of ranked) {
        const better = entries.filter((other) =>
          direction === 'higher-is-better' ? other.score > score : other.score < score,
        )
        assert.equal(rank, better.length + 1)
      }
      assert.deepEqual(rankEntries(shuffled(entries, next), direction), ranked)
    }
  })
})

describe('rankTrack', () => {
  const board = (taskId: string, entries: Scored[], extra: Partial<TaskBoard> = {}): TaskBoard => ({
    ...{ taskId, direction: 'higher-is-better', baselineScore: null, perfectScore: 1, entries },
    ...extra,
  })

  it('averages over all tasks and leaves out teams that miss one', () => {
    const track = rankTrack(
      [board('x', [entry('a', 0.5), entry('b', 1)]), board('y', [entry('a', 0.7), entry('c', 1)])],
      'mean-score',
    )
    assert.deepEqual(
      track.ranked.map(({ teamId, score, rank }) => [teamId, score, rank]),
      [['a', 0.6, 1]],
    )
    assert.deepEqual(track.incomplete, [
      { teamId: 'b', taskScores: [1, null], missing: ['y'] },
      { teamId: 'c', taskScores: [null, 1], missing: ['x'] },
    ])
  })

  it('mean-rank: the lower the better, whatever the metrics mean', () => {
    const track = rankTrack(
      [
        board('x', [entry('a', 10), entry('b', 20)], { direction: 'lower-is-better', perfectScore: 0 }),
        board('y', [entry('a', 0.9), entry('b', 0.8)]),
      ],
      'mean-rank',
    )
    assert.deepEqual(
      track.ranked.map(({ teamId, score }) => [teamId, score]),
      [
        ['a', 1],
        ['b', 2],
      ],
    )
  })

  it('normalised: the baseline is 0 and a perfect file is 1', () => {
    const track = rankTrack(
      [board('x', [entry('base', 0.2), entry('top', 1)], { baselineScore: 0.2 })],
      'normalised',
    )
    assert.deepEqual(
      track.ranked.map(({ teamId, score }) => [teamId, score]),
      [
        ['top', 1],
        ['base', 0],
      ],
    )
  })

  it('an empty track has an empty board', () => {
    assert.deepEqual(rankTrack([board('x', [])], 'mean-score').ranked, [])
  })
})

describe('standingLine', () => {
  const line = (seq: number, submissionId: string, publicScore: number | null, day = seq): JournalLine => ({
    ...{ seq: BigInt(seq), submissionId, evaluationId: `e${seq}`, submittedAt: at(day) },
    ...{ publicScore, privateScore: publicScore },
  })

  it('takes the best, and the earlier among equals', () => {
    const lines = [line(1, 's1', 0.5), line(2, 's2', 0.8), line(3, 's3', 0.8)]
    assert.equal(standingLine(lines, 'higher-is-better')?.submissionId, 's2')
    assert.equal(standingLine(lines, 'lower-is-better')?.submissionId, 's1')
  })

  it('a re-score replaces the earlier line of the same submission', () => {
    const lines = [line(1, 's1', 0.9), line(2, 's2', 0.8), line(3, 's1', 0.1)]
    assert.equal(standingLine(lines, 'higher-is-better')?.submissionId, 's2')
  })

  it('an undefined score never stands, and alone gives nothing', () => {
    assert.equal(standingLine([line(1, 's1', null)], 'lower-is-better'), undefined)
    assert.equal(
      standingLine([line(1, 's1', null), line(2, 's2', 0)], 'higher-is-better')?.submissionId,
      's2',
    )
  })
})
