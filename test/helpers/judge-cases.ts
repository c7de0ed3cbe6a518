/** Short ways to judge plain values. */
import assert from 'node:assert/strict'
import type { Problem } from '#core/errors.ts'
import type { Judgement } from '#core/report.ts'
import { taskSpecSchema } from '#core/task.ts'
import { type JudgeOptions, judge } from '#scoring/judge.ts'
import { type Cell, memoryTable } from './memory-table.ts'

export type Scored = Extract<Judgement, { outcome: 'scored' }>
export type Rejected = Extract<Judgement, { outcome: 'rejected' }>

/** A table as text, one row a line, cells between commas; an empty cell is null. */
export function rows(text: string): { header: string[]; cells: Cell[][] } {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','))
  const [header, ...body] = lines
  return { header, cells: body.map((line) => line.map((cell) => (cell === '' ? null : cell))) }
}

/** Judges tables given as text. */
export function judgeText(
  spec: Record<string, unknown>,
  truth: string,
  predictions: string,
  options?: JudgeOptions,
): Promise<Judgement> {
  const [a, b] = [rows(truth), rows(predictions)]
  return judge(
    taskSpecSchema.parse(spec),
    memoryTable(a.header, a.cells, 3),
    memoryTable(b.header, b.cells, 2),
    options,
  )
}

/** The judgement of tables that must be scored. */
export async function scored(...args: Parameters<typeof judgeText>): Promise<Scored> {
  const judgement = await judgeText(...args)
  assert.equal(judgement.outcome, 'scored', JSON.stringify(judgement))
  return judgement as Scored
}

/** The judgement of tables that must be rejected. */
export async function rejected(...args: Parameters<typeof judgeText>): Promise<Rejected> {
  const judgement = await judgeText(...args)
  assert.equal(judgement.outcome, 'rejected', JSON.stringify(judgement))
  return judgement as Rejected
}

/** Problems as `code line column` for comparison. */
export function places(problems: readonly Problem[]): string[] {
  return problems.map(({ code, line, column }) => `${code} ${line ?? '-'} ${column ?? '-'}`)
}
