/** What a judge does before its work comes: small judgings of the common forms, so that the code for them is compiled. */
import type { TaskSpec } from '#core/task.ts'
import { judge } from '../judge.ts'
import { openTable } from '../readers/open-table.ts'
import type { OpenTable } from './opened-table.ts'

/** Enough for V8 to compile nearly all that it will for a small file; more rows gain little and cost each start. */
const ROWS = 600

const BASE: Omit<TaskSpec, 'kind'> = {
  predictionForm: 'either',
  truthForm: 'match-list',
  symmetric: false,
  threshold: 0.5,
  metrics: [],
}

/** Judges made-up files, from memory, and forgets the result. */
export async function warmUp(): Promise<void> {
  const classes: TaskSpec = { ...BASE, kind: 'classification', classes: ['a', 'b', 'c'] }
  const label = (row: number) => 'abc'[row % 3]
  const truth = table('id,label', (row) => `row${row},${label(row)}`)
  // in another order than the truth, as many a file is
  const id = (row: number) => `row${(row * 7) % ROWS}`
  const labels = table('id,prediction', (row) => `${id(row)},${label(row)}`)
  const weight = (row: number) => ((row % 89) + 1) / 100
  const rest = (row: number) => ((1 - weight(row)) / 2).toFixed(6)
  const probabilities = table('id,a,b,c', (row) => `${id(row)},${weight(row)},${rest(row)},${rest(row)}`)
  await judge(classes, truth, labels, { primary: null })
  await judge(classes, truth, probabilities, { primary: null })
  const matches = table('id_left,id_right', (row) => `left${row},right${row}`)
  const pairs = table('id_left,id_right,score', (row) => `left${row},right${row ^ 1},${weight(row)}`)
  await judge({ ...BASE, kind: 'matching-pairs' }, matches, pairs, { primary: null })
}

function table(header: string, line: (row: number) => string): OpenTable {
  const lines = Array.from({ length: ROWS }, (_, row) => line(row))
  const bytes = Buffer.from(`${header}\n${lines.join('\n')}\n`)
  return (columns) => openTable(bytes, { columns })
}
