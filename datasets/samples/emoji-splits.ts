import type { EmojiRecord } from './emoji-records.ts'
import { seededOrder } from './seeded-order.ts'

/** Where a record goes: `train` with its labels, `public` and `private` are the two parts of the test set. */
export type SampleSplit = 'train' | 'public' | 'private'

/** Share of families that are tested, and the share of those that the board shows while a challenge runs. */
const TEST_SHARE = 0.4
const PUBLIC_SHARE = 0.3

/**
 * Splits by family, so that a man, a woman and a person of the same profession, and all their skin tones, stay
 * together: otherwise the training half of a near-duplicate would answer for the tested half. Stratified by subgroup
 * (train/test, at least one family each where the subgroup has two) and by group (public/private). The same family
 * gets the same split in every sample dataset, so that no dataset's training labels give another's test away.
 */
export function splitFamilies(records: readonly EmojiRecord[], seed: string): Map<string, SampleSplit> {
  const split = new Map<string, SampleSplit>()
  const families = [...Map.groupBy(records, (record) => record.family)].map(([key, members]) => ({
    key,
    group: members[0].group,
    subgroup: members[0].subgroup,
  }))
  const tested: typeof families = []
  for (const members of Map.groupBy(families, (family) => family.subgroup).values()) {
    const wanted = Math.max(1, Math.round(members.length * TEST_SHARE))
    const testCount = Math.min(wanted, members.length - 1)
    const ordered = seededOrder(members, `${seed} test`, (family) => family.key)
    tested.push(...ordered.slice(0, testCount))
    for (const family of ordered.slice(testCount)) split.set(family.key, 'train')
  }
  for (const members of Map.groupBy(tested, (family) => family.group).values()) {
    const publicCount = Math.max(1, Math.round(members.length * PUBLIC_SHARE))
    const ordered = seededOrder(members, `${seed} public`, (family) => family.key)
    ordered.forEach((family, i) => {
      split.set(family.key, i < publicCount ? 'public' : 'private')
    })
  }
  return split
}
