/** What goes into the sandbox on standard input and comes out of it on descriptor 3, both as JSON; the answer ends its line. */
import type { Judgement } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import type { JudgeOptions } from '../judge.ts'

export interface JudgeRequest {
  spec: TaskSpec
  /** Absolute paths inside the sandbox. */
  truthPath: string
  /** The truth file holds the bytes of `packTruth` for this spec. */
  truthIsPacked?: boolean
  predictionsPath: string
  /** The table with the columns of `options.sliceBy`. */
  slicesPath?: string
  options: JudgeOptions
}

/** Ends every answer: one that lacks it is cut short. */
export const ANSWER_END = '\n'

/**
 * With files of this size together, or smaller ones, a judging is over in some ten milliseconds of computing: V8's last
 * compiler would take longer than it saves.
 */
export const SMALL_BYTES = 1024 * 1024

/** A judgement, or why the platform or the organiser's set-up could not come to one. */
export type JudgeAnswer = { judgement: Judgement } | { fault: string }
