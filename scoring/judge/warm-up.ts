/** What a judge does before its work comes: small judgings of the common forms, so that the code for them is compiled. */
import type { TaskSpec } from '#core/task.ts'
import { type JudgeOptions, judge, judgePredictions, prepareTruth } from '../judge.ts'
import { openTable } from '../readers/open-table.ts'
import type { OpenTable } from './opened-table.ts'
import { packTruth, unpackTruth } from './packed-truth.ts'

/** Enough for V8 to see loops as hot; more rows gain little and cost each start. */
const ROWS = 600

const BASE: Omit<TaskSpec, 'kind'> = {
  predictionForm: 'either',
  truthForm: 'match-list',
  symmetric: false,
  threshold: 0.5,
  metrics: [],
}
const CLASSES = ['a', 'b', 'c']

/**
 * Judges made-up files, from memory, and forgets the result. The files differ in what V8 would otherwise take for granted
 * and have to unlearn in the middle of the first job: ids of one length and of several, rows in the truth's order and in
 * another, values with and without ties, a truth that is read and one that was packed.
 */
export async function warmUp(): Promise<void> {
  const random = randomNumbers()
  const weights = Array.from({ length: ROWS }, () => 0.001 + random())
  const rounded = weights.map((weight) => Math.ceil(weight * 50) / 100)
  const even = (row: number) => `row${String(row).padStart(7, '0')}`
  const uneven = (row: number) => `row${row}`
  const same = (place: number) => place
  const shuffled = (place: number) => (place * 7) % ROWS
  const files = [
    { id: even, order: same, weights, packed: true, primary: 'log_loss' },
    { id: uneven, order: shuffled, weights: rounded, packed: false, primary: null },
    { id: even, order: same, weights, packed: true, primary: 'log_loss' },
  ]
  for (const { id, order, weights, packed, primary } of files) {
    const truth = table('id,label', (row) => `${id(row)},${labelOf(row, weights)}`)
    const labels = table('id,prediction', (place) => `${id(order(place))},${CLASSES[order(place) % 3]}`)
    const probabilities = table('id,a,b,c', (place) => {
      const share = weights[order(place)] / 2
      return `${id(order(place))},${share},${((1 - share) / 3).toFixed(6)},${(((1 - share) / 3) * 2).toFixed(6)}`
    })
    await judgeClasses(truth, probabilities, packed, { primary })
    await judgeClasses(truth, labels, packed, { primary: 'accuracy' })
  }
  const matches = table('id_left,id_right', (row) => `${even(row)},${uneven(row)}`)
  const pairs = table('id_left,id_right,score', (row) => `${even(row)},${uneven(row ^ 1)},${weights[row]}`)
  await judge({ ...BASE, kind: 'matching-pairs' }, matches, pairs, { primary: null })
}

function labelOf(row: number, weights: readonly number[]): string {
  return CLASSES[(row + Math.round(weights[row])) % 3]
}

async function judgeClasses(
  openTruth: OpenTable,
  predictions: OpenTable,
  isPacked: boolean,
  options: JudgeOptions,
): Promise<void> {
  const spec: TaskSpec = { ...BASE, kind: 'classification', classes: CLASSES }
  const truth = await prepareTruth(spec, openTruth)
  const bytes = isPacked ? packTruth(truth) : null
  JSON.stringify(await judgePredictions(spec, bytes ? unpackTruth(bytes) : truth, predictions, options))
}

function table(header: string, line: (row: number) => string): OpenTable {
  const lines = Array.from({ length: ROWS }, (_, row) => line(row))
  const bytes = Buffer.from(`${header}\n${lines.join('\n')}\n`)
  return (columns, limits) => openTable(bytes, { columns, limits })
}

/** Numbers in [0, 1) with six decimals, without a pattern that a file of probabilities would not have. */
function randomNumbers(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * 1e6) / 1e6
  }
}
