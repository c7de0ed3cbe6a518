import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { seededRandom, shuffle } from './seeded-random.ts'

/** Where a row goes. The numbers are what the assignment arrays hold. */
export const PART = { train: 0, public: 1, private: 2 } as const
/** One of the numbers of {@link PART}. */
export type Part = (typeof PART)[keyof typeof PART]

/**
 * Which rows become the test set. `stratified`: in proportion within each class. `grouped`: rows of a group (or pairs
 * linked through records) go together. `time`: the newest rows. `automatic`: grouped where there are groups.
 */
export const SPLIT_METHODS = ['automatic', 'stratified', 'grouped', 'time'] as const

/**
 * How the platform splits: the method, the share of all rows that is test, the share of test rows that is public,
 * and a seed. `timeColumn`: for the method `time`.
 */
export const splitOptionsSchema = z.object({
  method: z.enum(SPLIT_METHODS).default('automatic'),
  timeColumn: z.string().min(1).max(200).optional(),
  testFraction: z.number().gt(0).lt(1).default(0.3),
  publicFraction: z.number().min(0).max(1).default(0.3),
  seed: z.int().min(0).max(0xffffffff).default(1),
})
/** The options with every default filled in. */
export type SplitOptions = z.infer<typeof splitOptionsSchema>

/**
 * Fills in the defaults of split options.
 *
 * @throws GrandstandError `invalid_input` naming the option that is out of range
 */
export function parseSplitOptions(input: unknown): SplitOptions {
  const result = splitOptionsSchema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => ({
    column: issue.path.join('.'),
    code: 'split_invalid',
    message: `split.${issue.path.join('.')}: ${issue.message}`,
  }))
  throw new GrandstandError('invalid_input', 'The options of the split are not allowed.', { problems })
}

/** Rows by stratum, each list in file order. */
function byStratum(strata: Uint32Array, rows: Uint32Array): Uint32Array[] {
  const sizes: number[] = []
  for (const row of rows) sizes[strata[row]] = (sizes[strata[row]] ?? 0) + 1
  const lists = Array.from(sizes, (size) => new Uint32Array(size ?? 0))
  const filled = new Uint32Array(lists.length)
  for (const row of rows) lists[strata[row]][filled[strata[row]]++] = row
  return lists
}

/**
 * Draws a share of each stratum, so that shares hold within each and, up to one row, in all. With `keepOne` a
 * stratum is never drawn whole, so that a class with one row stays where it can be learned from.
 */
function draw(
  strata: Uint32Array[],
  fraction: number,
  random: () => number,
  keepOne: boolean,
): Uint32Array[] {
  let before = 0
  return strata.map((rows) => {
    shuffle(rows, random)
    if (keepOne && rows.length < 2) return new Uint32Array(0)
    const due = Math.round((before + rows.length) * fraction) - Math.round(before * fraction)
    before += rows.length
    return rows.subarray(0, keepOne ? Math.min(due, rows.length - 1) : due)
  })
}

function mark(parts: Uint8Array, lists: readonly Uint32Array[], part: Part): void {
  for (const list of lists) for (const row of list) parts[row] = part
}

/** Splits the rows of a given test set into public and private, in proportion within each stratum (class). */
export function assignPublic(strata: Uint32Array, { publicFraction, seed }: SplitOptions): Uint8Array {
  const parts = new Uint8Array(strata.length).fill(PART.private)
  const rows = Uint32Array.from(strata, (_, i) => i)
  mark(parts, draw(byStratum(strata, rows), publicFraction, seededRandom(seed), false), PART.public)
  return parts
}

/** Splits rows into train, public and private, in proportion within each stratum (class). */
export function assignStratified(strata: Uint32Array, options: SplitOptions): Uint8Array {
  const parts = new Uint8Array(strata.length)
  const random = seededRandom(options.seed)
  const rows = Uint32Array.from(strata, (_, i) => i)
  const test = draw(byStratum(strata, rows), options.testFraction, random, true)
  mark(parts, test, PART.private)
  mark(parts, draw(test, options.publicFraction, random, false), PART.public)
  return parts
}

/** Takes whole groups in their order until `fraction` of all their rows is reached, passing over what is too large. */
function takeGroups(from: Uint32Array[], fraction: number): Uint32Array[] {
  let left = Math.round(from.reduce((sum, list) => sum + list.length, 0) * fraction)
  return from.filter((list) => {
    if (list.length > left) return false
    left -= list.length
    return true
  })
}

/** The rows of each group, groups in random order. */
function shuffledGroups(groups: Uint32Array, rows: Uint32Array, seed: number): Uint32Array[] {
  const lists = byStratum(groups, rows).filter((list) => list.length > 0)
  shuffle(lists, seededRandom(seed))
  return lists
}

/**
 * Splits rows into train, public and private so that all rows of a group go the same way: groups in random order go
 * to the test set until it is full. A group that alone is larger than what is left to fill is passed over.
 */
export function assignGrouped(groups: Uint32Array, options: SplitOptions): Uint8Array {
  const rows = Uint32Array.from(groups, (_, i) => i)
  const parts = new Uint8Array(groups.length)
  const test = takeGroups(shuffledGroups(groups, rows, options.seed), options.testFraction)
  mark(parts, test, PART.private)
  mark(parts, takeGroups(test, options.publicFraction), PART.public)
  return parts
}

/** Splits the rows of a given test set into public and private so that all rows of a group go the same way. */
export function assignPublicGrouped(groups: Uint32Array, { publicFraction, seed }: SplitOptions): Uint8Array {
  const parts = new Uint8Array(groups.length).fill(PART.private)
  const rows = Uint32Array.from(groups, (_, i) => i)
  mark(parts, takeGroups(shuffledGroups(groups, rows, seed), publicFraction), PART.public)
  return parts
}

/** Gives every row the newest time of its group, so that a cut in time cannot part a group. */
function groupTimes(times: BigInt64Array, groups: Uint32Array): BigInt64Array {
  const newest = new Map<number, bigint>()
  groups.forEach((group, row) => {
    const known = newest.get(group)
    if (known === undefined || times[row] > known) newest.set(group, times[row])
  })
  return BigInt64Array.from(groups, (group) => newest.get(group) ?? 0n)
}

/** The first instant of the test set: the one that comes nearest to the wanted number of rows at or after it. */
function cutOf(times: BigInt64Array, testFraction: number): bigint | undefined {
  const sorted = times.toSorted()
  const first = Math.round(times.length * (1 - testFraction))
  let [below, above] = [first, first]
  // rows of one instant stay together: move to the nearest place where the time changes, never to either end
  while (below > 0 && sorted[below - 1] === sorted[below]) below--
  while (above < sorted.length && above > 0 && sorted[above - 1] === sorted[above]) above++
  const places = [below, above].filter((at) => at > 0 && at < sorted.length)
  if (places.length === 0) return undefined
  places.sort((a, b) => Math.abs(a - first) - Math.abs(b - first))
  return sorted[places[0]]
}

/**
 * The newest rows are the test set; rows of one instant are never parted, so the share is met as nearly as instants
 * allow, and a group goes by its newest row. Public and private are drawn at random within the test set, in
 * proportion within each stratum (or by whole groups), so that the public board measures what the private one does:
 * a further cut in time would add drift to the difference between the two.
 *
 * @param times comparable instants, one a row
 * @param groups rows that stay together, where there are groups
 */
export function assignByTime(
  times: BigInt64Array,
  strata: Uint32Array,
  groups: Uint32Array | undefined,
  options: SplitOptions,
): Uint8Array {
  const effective = groups ? groupTimes(times, groups) : times
  const parts = new Uint8Array(times.length)
  const cut = cutOf(effective, options.testFraction)
  if (cut === undefined) return parts
  const rows = Uint32Array.from(times.keys()).filter((row) => effective[row] >= cut)
  mark(parts, [rows], PART.private)
  const { seed, publicFraction } = options
  const drawn = groups
    ? takeGroups(shuffledGroups(groups, rows, seed), publicFraction)
    : draw(byStratum(strata, rows), publicFraction, seededRandom(seed), false)
  mark(parts, drawn, PART.public)
  return parts
}
