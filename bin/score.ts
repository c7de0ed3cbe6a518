/**
 * `grandstand score --task task.json --truth FILE --predictions FILE [--json]`: judges a file without a server, with
 * the same code in the same sandbox as the worker. Exit 0 scored, 1 rejected, 2 wrong usage, 3 platform fault.
 */
import { access, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'
import { judgeInSandbox } from '#scoring/judge/judge-in-sandbox.ts'
import { metricNames, nestedScores, scoreTable, sliceTable } from './score-output.ts'

const USAGE = `Usage: grandstand score --task task.json --truth FILE --predictions FILE [--json]
                        [--slices FILE --by column,column+column]

  --task         what is asked: {"kind": "classification", "classes": ["no", "yes"], "metrics": ["accuracy"], ...}
                 kind: classification, matching-pairs, matching-clusters or matching-ranked; without metrics, all
  --truth        the withheld answers, CSV or Parquet
  --predictions  the file to judge, CSV or Parquet, plain, .gz, .zst or one file in a .zip
  --slices       classification: a table with "id" and more columns about the same rows
  --by           by which of these columns, or columns together, to show the first metric: country,age,country+age
  --json         print one JSON object instead of a table

Exit code: 0 scored, 1 rejected (the predictions file is wrong), 2 wrong usage, 3 fault of truth, task or platform.
`

/** Where the command writes: the process's own streams, or a test's. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

const PROCESS_OUTPUT: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}

class UsageError extends Error {}

/**
 * Runs the command.
 *
 * @param argv the arguments after `score`
 * @returns the exit code; it never throws
 */
export async function scoreCommand(
  argv: readonly string[],
  output: Output = PROCESS_OUTPUT,
): Promise<number> {
  try {
    const options = readArguments(argv)
    if (options === null) {
      output.out(USAGE)
      return 0
    }
    return await score(options, output)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof UsageError) {
      output.err(`${message}\n\n${USAGE}`)
      return 2
    }
    if (argv.includes('--json')) output.out(`${JSON.stringify({ outcome: 'fault', message })}\n`)
    output.err(`Could not judge the file; this is not its fault. ${message}\n`)
    return 3
  }
}

interface ScoreOptions {
  task: string
  truth: string
  predictions: string
  json: boolean
  slices?: string
  by?: string
}

function readArguments(argv: readonly string[]): ScoreOptions | null {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = usage(() =>
    parseArgs({
      args: [...argv],
      options: { task: text, truth: text, predictions: text, slices: text, by: text, json: flag, help: flag },
    }),
  )
  if (values.help) return null
  const { task, truth, predictions, json, slices, by } = values
  if (!task || !truth || !predictions)
    throw new UsageError('--task, --truth and --predictions are all needed.')
  if ((slices === undefined) !== (by === undefined)) throw new UsageError('--slices and --by go together.')
  return { task, truth, predictions, json, slices, by }
}

function usage<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function readTask(path: string): Promise<TaskSpec> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The task cannot be read: ${error.message}`)
  })
  const value: unknown = usage(() => JSON.parse(text.replace(/^\uFEFF/, '')))
  const parsed = taskSpecSchema.safeParse(value)
  if (!parsed.success) throw new UsageError(`${path} is not a task: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

async function existing(path: string, option: string): Promise<string> {
  await access(path).catch((error: Error) => {
    throw new UsageError(`${option} cannot be read: ${error.message}`)
  })
  return resolve(path)
}

async function score(options: ScoreOptions, output: Output): Promise<number> {
  const { task, truth, predictions, slices, by, json } = options
  const spec = await readTask(task)
  const judgement = await judgeInSandbox({
    spec: { ...spec, metrics: metricNames(spec.metrics) },
    truthPath: await existing(truth, '--truth'),
    predictionsPath: await existing(predictions, '--predictions'),
    slicesPath: slices && (await existing(slices, '--slices')),
    options: { whole: true, sliceBy: by?.split(',').map((columns) => columns.split('+')) },
  })
  if (judgement.outcome === 'rejected') {
    if (json) output.out(`${JSON.stringify(judgement)}\n`)
    else {
      output.out(
        `Rejected: ${judgement.problemCount} ${judgement.problemCount === 1 ? 'problem' : 'problems'}.\n`,
      )
      for (const { line, message } of judgement.problems) {
        output.out(`  ${line === undefined ? '' : `line ${line}: `}${message}\n`)
      }
    }
    return 1
  }
  const { classes = [], notes } = judgement
  const wanted = spec.metrics.length > 0 ? spec.metrics : null
  const splits = Object.entries(judgement.splits).map(
    ([split, report]) => [split, nestedScores(report, classes.length, wanted)] as const,
  )
  const { all, ...parts } = Object.fromEntries(splits)
  if (json) {
    const shown = Object.keys(parts).length > 0 ? { splits: parts } : {}
    output.out(
      `${JSON.stringify({ outcome: 'scored', rows: judgement.rows, ...all, notes, ...shown, slices: judgement.slices })}\n`,
    )
  } else {
    for (const note of notes ?? []) output.out(`${note}\n`)
    output.out(scoreTable(splits))
    for (const report of judgement.slices ?? []) output.out(sliceTable(report))
  }
  return 0
}
