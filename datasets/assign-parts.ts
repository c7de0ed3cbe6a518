import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'

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
 * and a seed. `timeColumn`: for the method `time`. What is drawn, by lots that depend on the dataset's secret, the seed
 * and a row's id (or group) alone, is drawn in a later release again, but for rows at the cut.
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

/** The rows 0, 1, 2 …; asking an iterator for each takes ten times as long. */
function rowsUpTo(size: number): Uint32Array {
  const rows = new Uint32Array(size)
  for (let row = 0; row < size; row++) rows[row] = row
  return rows
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
 * Draws a share of each stratum, the lowest lots first, so that shares hold within each and, up to one row, in all. With
 * `keepOne` a stratum is never drawn whole, so that a class with one row stays where it can be learned from.
 */
function draw(strata: Uint32Array[], lots: Uint32Array, fraction: number, keepOne: boolean): Uint32Array[] {
  let before = 0
  return strata.map((rows) => {
    if (keepOne && rows.length < 2) return new Uint32Array(0)
    const due = Math.round((before + rows.length) * fraction) - Math.round(before * fraction)
    before += rows.length
    return lowest(rows, lots, keepOne ? Math.min(due, rows.length - 1) : due)
  })
}

/** The rows with the `wanted` lowest lots; of those that share the last lot the first ones. */
function lowest(rows: Uint32Array, lots: Uint32Array, wanted: number): Uint32Array {
  if (wanted === 0) return new Uint32Array(0)
  const { lot: last, below } = nthLowest(rows, lots, wanted)
  const drawn = new Uint32Array(wanted)
  let [size, ties] = [0, wanted - below]
  for (const row of rows) if (lots[row] < last || (lots[row] === last && ties-- > 0)) drawn[size++] = row
  return drawn
}

/** The `wanted`th lowest lot and how many are below it, without sorting: lots are spread evenly over buckets. */
function nthLowest(rows: Uint32Array, lots: Uint32Array, wanted: number): { lot: number; below: number } {
  const shift = Math.clz32(rows.length)
  const sizes = new Uint32Array(2 ** (32 - shift))
  for (const row of rows) sizes[lots[row] >>> shift]++
  let [bucket, below] = [0, 0]
  while (below + sizes[bucket] < wanted) below += sizes[bucket++]
  const inside = rows
    .filter((row) => lots[row] >>> shift === bucket)
    .map((row) => lots[row])
    .sort()
  const lot = inside[wanted - below - 1]
  return { lot, below: below + inside.indexOf(lot) }
}

function mark(parts: Uint8Array, lists: readonly Uint32Array[], part: Part): void {
  for (const list of lists) for (const row of list) parts[row] = part
}

/**
 * Splits the rows of a given test set into public and private, in proportion within each stratum (class).
 *
 * @param lots of the rows
 */
export function assignPublic(
  strata: Uint32Array,
  lots: Uint32Array,
  { publicFraction }: SplitOptions,
): Uint8Array {
  const parts = new Uint8Array(strata.length).fill(PART.private)
  const rows = rowsUpTo(strata.length)
  mark(parts, draw(byStratum(strata, rows), lots, publicFraction, false), PART.public)
  return parts
}

/**
 * Splits rows into train, public and private, in proportion within each stratum (class).
 *
 * @param lots of the rows
 */
export function assignStratified(strata: Uint32Array, lots: Uint32Array, options: SplitOptions): Uint8Array {
  const parts = new Uint8Array(strata.length)
  const rows = rowsUpTo(strata.length)
  const test = draw(byStratum(strata, rows), lots, options.testFraction, true)
  mark(parts, test, PART.private)
  mark(parts, draw(test, lots, options.publicFraction, false), PART.public)
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

/** The rows of each group, the groups by their lots. */
function groupsByLot({ groups, lots }: Groups, rows: Uint32Array): Uint32Array[] {
  return byStratum(groups, rows)
    .map((list, group) => ({ list, lot: lots[group] }))
    .filter(({ list }) => list.length > 0)
    .sort((a, b) => a.lot - b.lot)
    .map(({ list }) => list)
}

/** Rows that stay together: the group of each row, and the lot of each group. */
export interface Groups {
  groups: Uint32Array
  lots: Uint32Array
}

/**
 * Splits rows into train, public and private so that all rows of a group go the same way: groups by their lots go to
 * the test set until it is full. A group that alone is larger than what is left to fill is passed over.
 */
export function assignGrouped(together: Groups, options: SplitOptions): Uint8Array {
  const { groups } = together
  const rows = rowsUpTo(groups.length)
  const parts = new Uint8Array(groups.length)
  const test = takeGroups(groupsByLot(together, rows), options.testFraction)
  mark(parts, test, PART.private)
  mark(parts, takeGroups(test, options.publicFraction), PART.public)
  return parts
}

/** Splits the rows of a given test set into public and private so that all rows of a group go the same way. */
export function assignPublicGrouped(together: Groups, { publicFraction }: SplitOptions): Uint8Array {
  const { groups } = together
  const parts = new Uint8Array(groups.length).fill(PART.private)
  const rows = rowsUpTo(groups.length)
  mark(parts, takeGroups(groupsByLot(together, rows), publicFraction), PART.public)
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
 * @param lots of the rows
 * @param together rows that stay together, where there are groups
 */
export function assignByTime(
  times: BigInt64Array,
  { strata, lots }: { strata: Uint32Array; lots: Uint32Array },
  together: Groups | undefined,
  options: SplitOptions,
): Uint8Array {
  const effective = together ? groupTimes(times, together.groups) : times
  const parts = new Uint8Array(times.length)
  const cut = cutOf(effective, options.testFraction)
  if (cut === undefined) return parts
  const rows = rowsUpTo(times.length).filter((row) => effective[row] >= cut)
  mark(parts, [rows], PART.private)
  const { publicFraction } = options
  const drawn = together
    ? takeGroups(groupsByLot(together, rows), publicFraction)
    : draw(byStratum(strata, rows), lots, publicFraction, false)
  mark(parts, drawn, PART.public)
  return parts
}
