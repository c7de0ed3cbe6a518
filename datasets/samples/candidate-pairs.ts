import type { EmojiRecord } from './emoji-records.ts'
import type { SampleSplit } from './emoji-splits.ts'
import { seededOrder } from './seeded-order.ts'
import { similarFamilies } from './similar-families.ts'

/** A left and a right record to be compared, and the two answers. */
export interface CandidatePair {
  left: EmojiRecord
  right: EmojiRecord
  /** The same emoji. */
  exact: boolean
  /** The same if skin tone and gender are ignored. */
  variant: boolean
  split: SampleSplit
}

export interface CandidateOptions {
  seed: string
  /** Pairs per left record with another member of its own family. */
  variants: number
  /** Pairs per left record with a member of a family that is easy to mistake for its own. */
  negatives: number
}

/** How many look-alike families the negatives are drawn from. */
const NEIGHBOURHOOD = 6

/** The member of a family that looks most like the record: the same tone and gender if there is one. */
function lookAlike(record: EmojiRecord, members: readonly EmojiRecord[]): EmojiRecord {
  const likeness = (other: EmojiRecord) =>
    (other.tone === record.tone ? 2 : 0) + (other.gender === record.gender ? 1 : 0)
  return members.reduce((best, other) => (likeness(other) > likeness(best) ? other : best))
}

/**
 * The pairs a team must judge: for each left record its counterpart, some members of its family, and some of the
 * families most like it. Pairs join records of one split only, and a family is never divided, so no record, and no
 * connected component of matches, is on both sides of a split.
 */
export function candidatePairs(
  left: readonly EmojiRecord[],
  right: readonly EmojiRecord[],
  splits: ReadonlyMap<string, SampleSplit>,
  { seed, variants, negatives }: CandidateOptions,
): CandidatePair[] {
  const pairs: CandidatePair[] = []
  for (const split of ['train', 'public', 'private'] as const) {
    const inSplit = (record: EmojiRecord) => splits.get(record.family) === split
    const rights = right.filter(inSplit)
    const families = Map.groupBy(rights, (record) => record.family)
    const similar = similarFamilies([...left.filter(inSplit), ...rights], 2 * NEIGHBOURHOOD)
    for (const record of left.filter(inSplit)) {
      const own = families.get(record.family) ?? []
      const same = own.filter((other) => other.hexcode === record.hexcode)
      const rest = own.filter((other) => other.hexcode !== record.hexcode)
      const relatives = seededOrder(rest, `${seed} ${record.hexcode}`, (other) => other.hexcode)
      // a family that only one of the two projects has drawn cannot be confused with
      const near = similar.get(record.family)!.filter((family) => families.has(family))
      const strangers = seededOrder(near.slice(0, NEIGHBOURHOOD), `${seed} ${record.hexcode}`, (key) => key)
      const add = (other: EmojiRecord, exact: boolean, variant: boolean) =>
        pairs.push({ left: record, right: other, exact, variant, split })
      for (const other of same) add(other, true, true)
      for (const other of relatives.slice(0, variants)) add(other, false, true)
      for (const key of strangers.slice(0, negatives))
        add(lookAlike(record, families.get(key)!), false, false)
    }
  }
  return pairs
}
