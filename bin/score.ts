/**
 * `grandstand score --task task.json --truth FILE --predictions FILE [--json]`: judges a file without a server, with
 * the same code in the same sandbox as the worker. Exit 0 scored, 1 rejected, 2 wrong usage, 3 platform fault.
 */
import { accessSync, constants, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Judgement } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import { freshBundle, loadBundle } from '#scoring/bundle/program-bundle.cjs'
import { startJudge } from '#scoring/judge/judge-in-sandbox.ts'
import { metricNames, nestedScores, scoreTable, sliceTable } from './score-output.ts'

const USAGE = `Usage: grandstand score --task task.json --truth FILE --predictions FILE [--json]
                        [--slices FILE --by column,column+column [--slice-metrics name,name]]

  --task         what is asked: {"kind": "classification", "classes": ["no", "yes"], "metrics": ["accuracy"], ...}
                 kind: classification, matching-pairs, matching-clusters or matching-ranked; without metrics, all
  --truth        the withheld answers, CSV or Parquet
  --predictions  the file to judge, CSV or Parquet, plain, .gz, .zst or one file in a .zip
  --slices       a table with more columns about the same rows: "id" for classification and clusters, "query_id" for
                 ranked candidates, "id_left" and "id_right" or the "id" of records for labelled pairs
  --by           by which of these columns, or columns together, to show metrics: country,age,country+age; of records:
                 left.country+right.country
  --slice-metrics  which metrics, of the task or not; without it the first
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
    const message = messageOf(error)
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
  sliceMetrics?: string
}

function readArguments(argv: readonly string[]): ScoreOptions | null {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = usage(() =>
    parseArgs({
      args: [...argv],
      options: {
        task: text,
        truth: text,
        predictions: text,
        slices: text,
        by: text,
        'slice-metrics': text,
        json: flag,
        help: flag,
      },
    }),
  )
  if (values.help) return null
  const { task, truth, predictions, json, slices, by, 'slice-metrics': sliceMetrics } = values
  if (!task || !truth || !predictions)
    throw new UsageError('--task, --truth and --predictions are all needed.')
  if ((slices === undefined) !== (by === undefined)) throw new UsageError('--slices and --by go together.')
  if (sliceMetrics && by === undefined) throw new UsageError('--slice-metrics goes with --by.')
  return { task, truth, predictions, json, slices, by, sliceMetrics }
}

function usage<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
}

function readTask(path: string, text: string): TaskSpec {
  const value: unknown = usage(() => JSON.parse(text.replace(/^\uFEFF/, '')))
  const parsed = taskParser().parseTask(value)
  if ('wrong' in parsed) throw new UsageError(`${path} is not a task: ${parsed.wrong}`)
  return parsed.spec
}

/** A bundle of its own, so that loading zod does not keep the judge from being started. */
function taskParser(): typeof import('./parse-task.ts') {
  return loadBundle(freshBundle('bin/parse-task.ts')) as unknown as typeof import('./parse-task.ts')
}

function existing(path: string, option: string): string {
  try {
    accessSync(path, constants.R_OK)
  } catch (error) {
    throw new UsageError(`${option} cannot be read: ${messageOf(error)}`)
  }
  return resolve(path)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`The task cannot be read: ${messageOf(error)}`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Starts the judge first: it takes longer to come up than the task takes to be read. Shows the judgement first as well: the
 * end of the sandbox takes longer.
 */
async function score(options: ScoreOptions, output: Output): Promise<number> {
  const { task, truth, predictions, slices, by, sliceMetrics: named } = options
  const text = readText(task)
  const judge = await startJudge({
    truthPath: existing(truth, '--truth'),
    predictionsPath: existing(predictions, '--predictions'),
    slicesPath: slices && existing(slices, '--slices'),
  })
  try {
    const spec = readTask(task, text)
    const sliceBy = by?.split(',').map((columns) => columns.split('+'))
    const asked = { ...spec, metrics: metricNames(spec.metrics) }
    const sliceMetrics = named === undefined ? undefined : metricNames(named.split(','))
    // no interval is shown; the metric that would get one is the one that slices show
    const primary = sliceBy ? undefined : null
    const judgement = await judge.judge(asked, { whole: true, primary, sliceBy, sliceMetrics })
    return show(spec, judgement, options, output)
  } finally {
    await judge.stop()
  }
}

function show(spec: TaskSpec, judgement: Judgement, { json }: ScoreOptions, output: Output): number {
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
