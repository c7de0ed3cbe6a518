import type { Row } from '../csv-rows.ts'
import type { MatchingTables } from './task-tables.ts'
import { textTokens } from './text-tokens.ts'

/** Additive smoothing of the counts: a pair of words never seen in training says nothing. */
const SMOOTHING = 0.5

/**
 * A dictionary learned from the training pairs: for a word on the left and one on the right, the logarithm of how much
 * more often they meet in matches than in other pairs (`light` meets `tone1`, `Hund` meets `dog`). A pair's likeness is
 * the mean, over its left words, of the best word on the right. A training pair does not count its own words.
 */
export function pairWords(tables: MatchingTables, left: string[], right: string[]): (pair: Row) => number {
  const { trainPairs, labelColumn } = tables
  const wordsOf = (pair: Row) => ({
    lefts: [...new Set(textTokens(tables.left.get(pair.id_left)!, left))],
    rights: [...new Set(textTokens(tables.right.get(pair.id_right)!, right))],
  })
  const met = { '1': new Map<string, number>(), '0': new Map<string, number>() }
  const pairCount = { '1': 0, '0': 0 }
  const labels = new Map<string, '0' | '1'>()
  for (const pair of trainPairs) {
    const label = pair[labelColumn] === '1' ? '1' : '0'
    labels.set(`${pair.id_left} ${pair.id_right}`, label)
    pairCount[label]++
    const { lefts, rights } = wordsOf(pair)
    for (const a of lefts) {
      for (const b of rights) met[label].set(`${a} ${b}`, (met[label].get(`${a} ${b}`) ?? 0) + 1)
    }
  }
  return (pair) => {
    const own = labels.get(`${pair.id_left} ${pair.id_right}`)
    const { lefts, rights } = wordsOf(pair)
    const share = (label: '0' | '1', words: string) => {
      const self = own === label ? 1 : 0
      const count = (met[label].get(words) ?? 0) - self
      return (count + SMOOTHING) / (pairCount[label] - self + 1)
    }
    const prior = Math.log((pairCount['0'] + 1) / (pairCount['1'] + 1))
    // two words that never met have equal smoothed counts; subtracting the prior makes their weight zero
    const best = lefts.map((a) =>
      rights.reduce((most, b) => {
        const words = `${a} ${b}`
        return Math.max(most, Math.log(share('1', words) / share('0', words)) - prior)
      }, -1),
    )
    return best.length === 0 ? 0 : best.reduce((a, b) => a + b, 0) / best.length
  }
}
