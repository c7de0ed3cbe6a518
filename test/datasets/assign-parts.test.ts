import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import {
  assignByTime,
  assignGrouped,
  assignPublic,
  assignStratified,
  PART,
  parseSplitOptions,
} from '#datasets/assign-parts.ts'
import { seeded } from './generated-table.ts'

const count = (parts: Uint8Array, part: number) => parts.filter((p) => p === part).length
const options = parseSplitOptions({ testFraction: 0.3, publicFraction: 0.25, seed: 4 })

function strata(size: number, classes: number, seed: number): Uint32Array {
  const random = seeded(seed)
  return Uint32Array.from({ length: size }, () => Math.floor(random() ** 2 * classes))
}

test('law: shares hold in all and within each class, for many shapes', () => {
  for (const [size, classes, seed] of [
    [1000, 2, 1],
    [1000, 40, 2],
    [97, 9, 3],
    [10, 3, 4],
  ]) {
    const rows = strata(size, classes, seed)
    const parts = assignStratified(rows, options)
    assert.ok(Math.abs(count(parts, PART.train) - 0.7 * size) <= classes + 1)
    for (let c = 0; c < classes; c++) {
      const own = parts.filter((_, i) => rows[i] === c)
      assert.ok(Math.abs(own.length * 0.3 - own.filter((p) => p !== PART.train).length) <= 1.01)
      if (own.length > 0) assert.ok(own.includes(PART.train), 'every class can be learned from')
    }
  }
})

test('a seed gives one split; another seed another; seeds differ in which rows, not how many', () => {
  const rows = strata(500, 5, 6)
  assert.deepEqual(assignStratified(rows, options), assignStratified(rows, options))
  const other = assignStratified(rows, { ...options, seed: 5 })
  assert.notDeepEqual(other, assignStratified(rows, options))
  assert.equal(count(other, PART.public), count(assignStratified(rows, options), PART.public))
})

test('a given test set is split into public and private only', () => {
  const parts = assignPublic(strata(400, 4, 7), options)
  assert.equal(count(parts, PART.train), 0)
  assert.equal(count(parts, PART.public), 100)
})

test('every row has the same chance: over many seeds each row is in the test set about equally often', () => {
  const rows = strata(60, 2, 8)
  const times = new Float64Array(60)
  for (let seed = 0; seed < 400; seed++) {
    assignStratified(rows, { ...options, seed }).forEach((part, i) => {
      if (part !== PART.train) times[i]++
    })
  }
  // 400 draws at 0.3: standard deviation 9
  for (const n of times) assert.ok(Math.abs(n - 120) < 45, String(n))
})

test('law: groups stay together and the share is met as far as groups allow', () => {
  const groups = strata(600, 60, 9)
  const parts = assignGrouped(groups, options)
  const partOf = new Map<number, number>()
  groups.forEach((group, i) => {
    assert.equal(partOf.get(group) ?? parts[i], parts[i])
    partOf.set(group, parts[i])
  })
  assert.ok(Math.abs(count(parts, PART.train) / 600 - 0.7) < 0.05)
  assert.ok(count(parts, PART.public) > 0 && count(parts, PART.private) > 0)
})

test('split options have defaults, and say which one is out of range', () => {
  const filled = { method: 'automatic', testFraction: 0.3, publicFraction: 0.3, seed: 9 }
  assert.deepEqual(parseSplitOptions({ seed: 9 }), filled)
  for (const bad of [
    { testFraction: 1 },
    { publicFraction: -0.1 },
    { seed: 1.5 },
    { testFraction: '0.3' },
    { method: 'x' },
  ]) {
    assert.throws(
      () => parseSplitOptions(bad),
      (error: unknown) => {
        assert.ok(error instanceof GrandstandError && error.code === 'invalid_input')
        assert.match(error.problems[0].message, new RegExp(`^split\\.${Object.keys(bad)[0]}: .`))
        return true
      },
    )
  }
})

test('law: by time, no training row is newer than a test row, one instant is never parted, the share is near', () => {
  for (const [size, instants, seed] of [
    [1000, 1000, 1],
    [1000, 40, 2],
    [300, 7, 3],
    [50, 2, 4],
  ]) {
    const random = seeded(seed)
    const times = BigInt64Array.from(
      { length: size },
      () => BigInt(Math.floor(random() * instants)) * 10n ** 16n,
    )
    const parts = assignByTime(times, strata(size, 3, seed), undefined, options)
    const [train, tested] = [true, false].map((is) =>
      times.filter((_, i) => (parts[i] === PART.train) === is),
    )
    assert.ok(train.length > 0 && tested.length > 0)
    assert.ok(train.toSorted().at(-1)! < tested.toSorted()[0])
    const largest = Math.max(...[...new Set(times)].map((time) => times.filter((t) => t === time).length))
    assert.ok(Math.abs(tested.length - 0.3 * size) <= largest / 2 + 1, `${tested.length} of ${size}`)
    const shown = count(parts, PART.public)
    assert.ok(Math.abs(shown - 0.25 * tested.length) <= 1.01, `${shown} of ${tested.length}`)
  }
})

test('law: by time with groups, a group goes whole, by its newest row', () => {
  const random = seeded(11)
  const times = BigInt64Array.from({ length: 500 }, () => BigInt(Math.floor(random() * 1000)))
  const groups = strata(500, 120, 12)
  const parts = assignByTime(times, new Uint32Array(500), groups, options)
  const newest = new Map<number, { part: number; time: bigint }>()
  groups.forEach((group, i) => {
    const known = newest.get(group)
    assert.equal(known?.part ?? parts[i], parts[i])
    if (!known || times[i] > known.time) newest.set(group, { part: parts[i], time: times[i] })
  })
  const ends = (isTrain: boolean) => [...newest.values()].filter((g) => (g.part === PART.train) === isTrain)
  const train = BigInt64Array.from(ends(true), (end) => end.time).sort()
  assert.ok(ends(false).every((end) => end.time > train[train.length - 1]))
})

test('by time, rows of one single instant cannot be split, and none is', () => {
  const parts = assignByTime(new BigInt64Array(20), new Uint32Array(20), undefined, options)
  assert.equal(count(parts, PART.train), 20)
})
