import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { seededRandom, shuffle } from './seeded-random.ts'

/** Where a row goes. The numbers are what the assignment arrays hold. */
export const PART = { train: 0, public: 1, private: 2 } as const
/** One of the numbers of {@link PART}. */
export type Part = (typeof PART)[keyof typeof PART]

/** How the platform splits: the share of all rows that is test, the share of test rows that is public, and a seed. */
export const splitOptionsSchema = z.object({
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

/**
 * Splits rows into train, public and private so that all rows of a group go the same way: groups in random order go
 * to the test set until it is full. A group that alone is larger than what is left to fill is passed over.
 */
export function assignGrouped(groups: Uint32Array, options: SplitOptions): Uint8Array {
  const rows = Uint32Array.from(groups, (_, i) => i)
  const lists = byStratum(groups, rows).filter((list) => list.length > 0)
  shuffle(lists, seededRandom(options.seed))
  const take = (from: Uint32Array[], wanted: number): Uint32Array[] => {
    let left = wanted
    return from.filter((list) => {
      if (list.length > left) return false
      left -= list.length
      return true
    })
  }
  const parts = new Uint8Array(groups.length)
  const test = take(lists, Math.round(groups.length * options.testFraction))
  const testRows = test.reduce((sum, list) => sum + list.length, 0)
  mark(parts, test, PART.private)
  mark(parts, take(test, Math.round(testRows * options.publicFraction)), PART.public)
  return parts
}
