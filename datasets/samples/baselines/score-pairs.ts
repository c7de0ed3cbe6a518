import type { Row } from '../csv-rows.ts'
import type { MatchingBaseline, PairFeature } from './baseline-spec.ts'
import { pairLikeness } from './pair-features.ts'
import { fitLogistic } from './pair-logistic.ts'
import type { MatchingTables } from './task-tables.ts'
import { bestThreshold, scoreAround } from './tune-threshold.ts'

/** Turns a likeness into scores in [0, 1] whose threshold, tuned on the training pairs, stands at 0.5. */
function tuned(tables: MatchingTables, likeness: (pair: Row) => number): number[] {
  const train = tables.trainPairs.map(likeness)
  const test = tables.testPairs.map(likeness)
  const threshold = bestThreshold(train, labelsOf(tables))
  const all = [...train, ...test]
  const low = all.reduce((a, b) => Math.min(a, b))
  const high = all.reduce((a, b) => Math.max(a, b))
  return test.map(scoreAround(threshold, low, high))
}

function labelsOf({ trainPairs, labelColumn }: MatchingTables): boolean[] {
  return trainPairs.map((pair) => pair[labelColumn] === '1')
}

async function logistic(tables: MatchingTables, features: PairFeature[]): Promise<number[]> {
  const likenesses = await Promise.all(features.map((feature) => pairLikeness(tables, feature)))
  const rowOf = (pair: Row) => likenesses.map((likeness) => likeness(pair))
  const probability = fitLogistic(tables.trainPairs.map(rowOf), labelsOf(tables))
  return tuned(tables, (pair) => probability(rowOf(pair)))
}

/** One score in [0, 1] per test pair; 0.5 and more claims a match. */
export async function scorePairs(tables: MatchingTables, baseline: MatchingBaseline): Promise<number[]> {
  switch (baseline.name) {
    case 'constant-score': {
      const labels = labelsOf(tables)
      const share = labels.filter(Boolean).length / labels.length
      return tables.testPairs.map(() => share)
    }
    case 'pair-logistic':
      return logistic(tables, baseline.features)
    default:
      return tuned(tables, await pairLikeness(tables, baseline))
  }
}
