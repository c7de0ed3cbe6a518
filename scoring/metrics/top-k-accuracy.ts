/** Top-k accuracy in four readings of ties. scikit-learn: `top_k_accuracy_score`. */
import { defineMetric } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

const BLOCK_ROWS = 2048

/** For each row, how many classes compare how with its true class. */
export interface TrueClassRanks {
  /** Classes with a larger probability. */
  larger: Uint16Array
  /** Classes with the same probability that are declared before the true class. */
  tiedBefore: Uint16Array
  /** Classes with the same probability that are declared after the true class. */
  tiedAfter: Uint16Array
}

/** Ranks the true class of each row among all classes, in one pass over the columns. */
export const trueClassRanks = oncePerInput(({ columns, truth }: ClassProbabilities): TrueClassRanks => {
  const n = truth.length
  const larger = new Uint16Array(n)
  const tiedBefore = new Uint16Array(n)
  const tiedAfter = new Uint16Array(n)
  const own = new Float64Array(BLOCK_ROWS)
  for (let from = 0; from < n; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, n)
    for (let i = from; i < to; i++) own[i - from] = columns[truth[i]][i]
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]
      for (let i = from; i < to; i++) {
        const p = column[i]
        const q = own[i - from]
        if (p > q) larger[i]++
        else if (p === q && c !== truth[i]) {
          if (c < truth[i]) tiedBefore[i]++
          else tiedAfter[i]++
        }
      }
    }
  }
  return { larger, tiedBefore, tiedAfter }
})

/** How a tie with the true class counts. */
type TieRule = 'last_wins' | 'lowest_index' | 'optimistic' | 'pessimistic'

/** 1 for each row whose true class is among its `size` most probable ones, else 0. */
function topHits(input: ClassProbabilities, size: number, ties: TieRule): Uint8Array {
  const { larger, tiedBefore, tiedAfter } = trueClassRanks(input)
  const hits = new Uint8Array(input.truth.length)
  for (let i = 0; i < hits.length; i++) {
    let ahead = larger[i]
    if (ties === 'lowest_index' || ties === 'pessimistic') ahead += tiedBefore[i]
    if (ties === 'last_wins' || ties === 'pessimistic') ahead += tiedAfter[i]
    hits[i] = ahead < size ? 1 : 0
  }
  return hits
}

/**
 * scikit-learn's own rule. From three classes on the class declared last wins a tie. For two it takes the positive
 * class when its probability is above one half; with size 2 or more everything is a hit.
 */
function scikitHits(input: ClassProbabilities, size: number): Uint8Array {
  if (input.columns.length > 2) return topHits(input, size, 'last_wins')
  const positive = input.columns[1]
  return Uint8Array.from(input.truth, (t, i) => (size >= 2 || (positive[i] > 0.5 ? 1 : 0) === t ? 1 : 0))
}

function hitRows(input: ClassProbabilities, size: number, ties: TieRule): Uint8Array {
  return ties === 'last_wins' ? scikitHits(input, size) : topHits(input, size, ties)
}

function shareOfOnes(hits: Uint8Array): number {
  let ones = 0
  for (const hit of hits) ones += hit
  return ones / hits.length
}

const RULES: readonly { ties: TieRule; suffix: string; title: string; says: string }[] = [
  {
    ties: 'last_wins',
    suffix: '',
    title: '',
    says: 'ties are broken as in scikit-learn, for the last class',
  },
  {
    ties: 'lowest_index',
    suffix: '_lowest_index',
    title: ', first class wins ties',
    says: 'of tied classes the one declared first counts as more probable',
  },
  {
    ties: 'optimistic',
    suffix: '_optimistic',
    title: ', ties are hits',
    says: 'the true class wins every tie',
  },
  {
    ties: 'pessimistic',
    suffix: '_pessimistic',
    title: ', ties are misses',
    says: 'the true class loses every tie',
  },
]

/** The sizes that the catalogue offers. */
const TOP_SIZES = [1, 2, 3, 5] as const

function nameOf(size: number, suffix: string): string {
  return `top_${size}_accuracy${suffix}`
}

/** The rows of a top-k metric as 0 or 1, by the metric's name; null for other names. */
export function topRows(name: string, input: ClassProbabilities): Uint8Array | null {
  for (const size of TOP_SIZES) {
    const rule = RULES.find(({ suffix }) => nameOf(size, suffix) === name)
    if (rule) return hitRows(input, size, rule.ties)
  }
  return null
}

/** `top_{1,2,3,5}_accuracy` with its three variants of tie breaking. */
export const topAccuracies = TOP_SIZES.flatMap((size) =>
  RULES.map(({ ties, suffix, title, says }) =>
    defineMetric(
      'probabilities',
      {
        name: nameOf(size, suffix),
        title: `Top-${size} accuracy${title}`,
        description: `The share of rows whose true class is among the ${size} most probable; ${says}.`,
      },
      (input) => shareOfOnes(hitRows(input, size, ties)),
    ),
  ),
)
