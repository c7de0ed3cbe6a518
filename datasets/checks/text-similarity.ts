import { scatter } from '../stats/hashed-sample.ts'

/** A cell as the sets of its words and of its runs of three letters, each as sorted hashes. */
export interface TextTokens {
  words: Uint32Array
  trigrams: Uint32Array
}

/** Longer cells are compared by their beginning. */
const LONGEST_LOOK = 400

function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return scatter(h)
}

function sortedSet(tokens: Iterable<string>): Uint32Array {
  return Uint32Array.from(new Set([...tokens].map(hashOf))).sort()
}

/** Splits a cell into words (letters and digits, without capitals) and into runs of three characters of them. */
export function textTokens(text: string): TextTokens {
  const words =
    text
      .slice(0, LONGEST_LOOK)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const line = ` ${words.join(' ')} `
  const trigrams = Array.from({ length: Math.max(0, line.length - 2) }, (_, i) => line.slice(i, i + 3))
  return { words: sortedSet(words), trigrams: sortedSet(trigrams) }
}

/** What two sorted sets have in common, of all that is in either (Jaccard), 0 to 1; 0 for two empty ones. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let [i, j, common] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) common++
    const step = a[i] - b[j]
    if (step <= 0) i++
    if (step >= 0) j++
  }
  const all = a.length + b.length - common
  return all === 0 ? 0 : common / all
}

/** A pair as a threshold sees it. */
export interface ScoredPair {
  similarity: number
  match: boolean
}

/** F1 of answering match at or above a threshold; 0 without a match. */
export function f1At(pairs: readonly ScoredPair[], threshold: number): number {
  let [right, said, matches] = [0, 0, 0]
  for (const { similarity, match } of pairs) {
    if (match) matches++
    if (similarity < threshold) continue
    said++
    if (match) right++
  }
  return matches === 0 ? 0 : (2 * right) / (said + matches)
}

/** The threshold with the highest F1, the highest one where several are equal. */
export function bestThreshold(pairs: readonly ScoredPair[]): { threshold: number; f1: number } {
  const sorted = pairs.toSorted((a, b) => b.similarity - a.similarity)
  const matches = sorted.filter((pair) => pair.match).length
  let best = { threshold: Number.POSITIVE_INFINITY, f1: 0 }
  let right = 0
  sorted.forEach(({ similarity, match }, i) => {
    if (match) right++
    if (sorted[i + 1]?.similarity === similarity) return
    const f1 = (2 * right) / (i + 1 + matches)
    if (f1 > best.f1) best = { threshold: similarity, f1 }
  })
  return best
}
