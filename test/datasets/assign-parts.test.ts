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
import { RowDraws } from '#datasets/row-draws.ts'
import { seeded } from './generated-table.ts'

const count = (parts: Uint8Array, part: number) => parts.filter((p) => p === part).length
const options = parseSplitOptions({ testFraction: 0.3, publicFraction: 0.25, seed: 4 })

/** The lots of rows or groups `0..size`. */
function lots(size: number, seed = 4): Uint32Array {
  const draws = new RowDraws(seed)
  return Uint32Array.from({ length: size }, (_, i) => {
    const key = Buffer.from(`r${i}`)
    return draws.of(key, 0, key.length)
  })
}

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
    const parts = assignStratified(rows, lots(rows.length), options)
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
  assert.deepEqual(
    assignStratified(rows, lots(rows.length), options),
    assignStratified(rows, lots(rows.length), options),
  )
  const other = assignStratified(rows, lots(rows.length, 5), options)
  assert.notDeepEqual(other, assignStratified(rows, lots(rows.length), options))
  assert.equal(
    count(other, PART.public),
    count(assignStratified(rows, lots(rows.length), options), PART.public),
  )
})

test('a given test set is split into public and private only', () => {
  const parts = assignPublic(strata(400, 4, 7), lots(400), options)
  assert.equal(count(parts, PART.train), 0)
  assert.equal(count(parts, PART.public), 100)
})

test('every row has the same chance: over many seeds each row is in the test set about equally often', () => {
  const rows = strata(60, 2, 8)
  const times = new Float64Array(60)
  for (let seed = 0; seed < 400; seed++) {
    assignStratified(rows, lots(60, seed), options).forEach((part, i) => {
      if (part !== PART.train) times[i]++
    })
  }
  // 400 draws at 0.3: standard deviation 9
  for (const n of times) assert.ok(Math.abs(n - 120) < 45, String(n))
})

test('law: groups stay together and the share is met as far as groups allow', () => {
  const groups = strata(600, 60, 9)
  const parts = assignGrouped({ groups, lots: lots(60) }, options)
  const partOf = new Map<number, number>()
  groups.forEach((group, i) => {
    assert.equal(partOf.get(group) ?? parts[i], parts[i])
    partOf.set(group, parts[i])
  })
  assert.ok(Math.abs(count(parts, PART.train) / 600 - 0.7) < 0.05)
  assert.ok(count(parts, PART.public) > 0 && count(parts, PART.private) > 0)
})

/** How many of the rows that both have changed their part. */
const moved = (before: Uint8Array, after: Uint8Array) =>
  before.reduce((sum, part, i) => sum + (part === after[i] ? 0 : 1), 0)

test('law: rows that come later move hardly any other row, in whatever order, and shares stay exact', () => {
  const all = strata(20_200, 6, 13)
  const known = lots(all.length)
  const before = assignStratified(all.slice(0, 20_000), known.slice(0, 20_000), options)
  const after = assignStratified(all, known, options)
  assert.ok(moved(before, after) < 100, `${moved(before, after)} of 20,000 moved for 200 more`)
  assert.equal(count(after, PART.public) + count(after, PART.private), Math.round(20_200 * 0.3))
  const reversed = assignStratified(all.toReversed(), known.toReversed(), options)
  assert.ok(moved(after, reversed.toReversed()) <= 2 * 6, 'but for one row in a class')
  const groups = strata(20_200, 4000, 14)
  const grouped = (size: number) =>
    assignGrouped({ groups: groups.slice(0, size), lots: lots(4000) }, options)
  assert.ok(moved(grouped(20_000), grouped(20_200)) < 600)
  const shown = (size: number) => assignPublic(all.slice(0, size), known.slice(0, size), options)
  assert.ok(moved(shown(20_000), shown(20_200)) < 100)
})

test('rows that share a lot are drawn in order, as many as are due', () => {
  const parts = assignStratified(new Uint32Array(100), new Uint32Array(100), options)
  assert.deepEqual([count(parts, PART.public), count(parts, PART.private)], [8, 22])
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
    const parts = assignByTime(times, { strata: strata(size, 3, seed), lots: lots(size) }, undefined, options)
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
  const parts = assignByTime(
    times,
    { strata: new Uint32Array(500), lots: lots(500) },
    { groups, lots: lots(120) },
    options,
  )
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
  const parts = assignByTime(
    new BigInt64Array(20),
    { strata: new Uint32Array(20), lots: lots(20) },
    undefined,
    options,
  )
  assert.equal(count(parts, PART.train), 20)
})
