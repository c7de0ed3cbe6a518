import type { Row } from '../csv-rows.ts'
import type { ImageFeature, PairFeature } from './baseline-spec.ts'
import { imageLikeness } from './image-signature.ts'
import { pairWords } from './pair-words.ts'
import type { MatchingTables } from './task-tables.ts'
import { textTokens } from './text-tokens.ts'
import { cosine, tfIdf } from './tf-idf.ts'

/** How alike the two records of a pair are; higher is more alike. */
export type PairLikeness = (pair: Row) => number

function trigrams(text: string): Set<string> {
  const padded = `  ${text} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)))
}

/** Shared trigrams of letters over all trigrams (Jaccard index): 0 to 1; forgiving about endings and typing. */
function stringSimilarity(tables: MatchingTables, left: string[], right: string[]): PairLikeness {
  const gramsOf = (rows: Map<string, Row>, columns: string[]) =>
    new Map([...rows].map(([id, row]) => [id, trigrams(textTokens(row, columns).join(' '))]))
  const lefts = gramsOf(tables.left, left)
  const rights = gramsOf(tables.right, right)
  return (pair) => {
    const a = lefts.get(pair.id_left)!
    const b = rights.get(pair.id_right)!
    return a.intersection(b).size / a.union(b).size
  }
}

/** Cosine of tf-idf vectors of words: rare shared words count most. */
function tokenSimilarity(tables: MatchingTables, left: string[], right: string[]): PairLikeness {
  const lefts = [...tables.left].map(([id, row]) => [id, textTokens(row, left)] as const)
  const rights = [...tables.right].map(([id, row]) => [id, textTokens(row, right)] as const)
  const vectorOf = tfIdf([...lefts, ...rights].map(([, tokens]) => tokens))
  const leftVectors = new Map(lefts.map(([id, tokens]) => [id, vectorOf(tokens)]))
  const rightVectors = new Map(rights.map(([id, tokens]) => [id, vectorOf(tokens)]))
  return (pair) => cosine(leftVectors.get(pair.id_left)!, rightVectors.get(pair.id_right)!)
}

/** 1 for equal numbers, 1 / (1 + difference of logarithms) otherwise. */
function numberSimilarity(tables: MatchingTables, column: string): PairLikeness {
  const log = (row: Row | undefined) => Math.log(Number(row![column]))
  return (pair) =>
    1 / (1 + Math.abs(log(tables.left.get(pair.id_left)) - log(tables.right.get(pair.id_right))))
}

async function imageSimilarity(tables: MatchingTables, feature: ImageFeature): Promise<PairLikeness> {
  const files = [...tables.left.values(), ...tables.right.values()].map((row) => row.image)
  const signatures = await tables.images.of(files, feature)
  const signatureOf = (row: Row | undefined) => signatures.get(row!.image)!
  return (pair) =>
    imageLikeness(signatureOf(tables.left.get(pair.id_left)), signatureOf(tables.right.get(pair.id_right)))
}

/** Prepares one likeness for all pairs of a task. */
export async function pairLikeness(tables: MatchingTables, feature: PairFeature): Promise<PairLikeness> {
  switch (feature.name) {
    case 'string-similarity':
      return stringSimilarity(tables, feature.left, feature.right)
    case 'token-similarity':
      return tokenSimilarity(tables, feature.left, feature.right)
    case 'pair-words':
      return pairWords(tables, feature.left, feature.right)
    case 'image-similarity':
      return imageSimilarity(tables, feature.feature)
    case 'number-similarity':
      return numberSimilarity(tables, feature.column)
  }
}
