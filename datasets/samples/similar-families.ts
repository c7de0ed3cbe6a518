import type { EmojiRecord } from './emoji-records.ts'

/** What being in the same Unicode subgroup is worth beside the wording (a Jaccard index, 0 to 1). */
const SUBGROUP_BONUS = 0.25

function trigrams(text: string): Set<string> {
  const padded = `  ${text.toLowerCase()} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)))
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0
  for (const gram of a) if (b.has(gram)) common++
  return common / (a.size + b.size - common)
}

/**
 * For each family, the `count` other families that are easiest to mistake for it: near in wording, and of the same
 * subgroup. The hard negatives of the matching tasks come from here.
 *
 * @param records any members; the first of each family gives its name
 */
export function similarFamilies(records: readonly EmojiRecord[], count: number): Map<string, string[]> {
  const families = [...Map.groupBy(records, (record) => record.family)].map(([key, members]) => ({
    key,
    subgroup: members[0].subgroup,
    grams: trigrams(members[0].name),
  }))
  return new Map(
    families.map((family) => {
      const others = families
        .filter((other) => other !== family)
        .map((other) => ({
          key: other.key,
          near:
            jaccard(family.grams, other.grams) + (family.subgroup === other.subgroup ? SUBGROUP_BONUS : 0),
        }))
        .sort((a, b) => b.near - a.near || (a.key < b.key ? -1 : 1))
      return [family.key, others.slice(0, count).map((other) => other.key)]
    }),
  )
}
