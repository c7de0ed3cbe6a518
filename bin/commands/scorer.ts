/**
 * `grandstand scorer run|check`: an organiser's scorer program without a server, in the sandbox of the worker. Exit 0
 * scored, 1 rejected by the program, 2 wrong usage, 3 fault of the program or the platform.
 */
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { GrandstandError } from '#core/errors.ts'
import { type CheckedProgram, checkProgram, findSample } from '#scoring/scorer-program/check-program.ts'
import { printable } from '#scoring/scorer-program/parse-problems.ts'
import { pythonRuntime } from '#scoring/scorer-program/python-runtime.ts'
import { runScorerProgram, type ScorerOutcome } from '#scoring/scorer-program/run-scorer-program.ts'
import { type RunCommand, UsageError } from './command.ts'

const EXIT_CODES = { scored: 0, rejected: 1, scorer_fault: 3 } as const

interface ScorerWords {
  action: 'run' | 'check'
  program: string
  truth?: string
  predictions?: string
  json: boolean
}

/** `grandstand scorer run` scores one file or folder; `check` tries the program on its own `sample/`. */
export const scorerCommand: RunCommand = async (argv) => {
  const words = readWords(argv)
  const programFolder = await existing('--program', words.program)
  const files = words.action === 'run' ? await namedFiles(words) : undefined
  try {
    const checked = await checkProgram(programFolder)
    if (words.action === 'check' && !words.json) await describe(checked)
    const { truth, predictions } = files ?? (await sampleFiles(programFolder))
    const outcome = await runScorerProgram({ programFolder, manifest: checked.manifest, truth, predictions })
    show(outcome, checked, words.json)
    return EXIT_CODES[outcome.outcome]
  } catch (error) {
    if (error instanceof GrandstandError && error.code === 'file_rejected') {
      const reason = error.problems.map(({ message }) => message).join(' ')
      if (words.json) print({ outcome: 'scorer_fault', reason, problems: error.problems })
      // file names and keys of the manifest are quoted in it
      console.error(printable(`The program is not in order. ${error.message}`))
      for (const { message } of error.problems.slice(1)) console.error(printable(`  ${message}`))
    } else {
      const message = error instanceof Error ? error.message : String(error)
      if (words.json) print({ outcome: 'fault', message })
      console.error(`Could not run the program; this is neither its fault nor the file's. ${message}`)
    }
    return 3
  }
}

function readWords(argv: readonly string[]): ScorerWords {
  const text = { type: 'string' } as const
  const options = {
    program: text,
    truth: text,
    predictions: text,
    json: { type: 'boolean', default: false },
  } as const
  const parsed = usage(() => parseArgs({ args: [...argv], allowPositionals: true, options }))
  const { positionals, values } = parsed
  const [action] = positionals
  if ((action !== 'run' && action !== 'check') || positionals.length !== 1) {
    throw new UsageError('This takes `run` or `check`.')
  }
  const { program, truth, predictions, json } = values
  if (program === undefined) throw new UsageError('--program is needed.')
  return { action, program, truth, predictions, json }
}

function usage<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function namedFiles({
  truth,
  predictions,
}: ScorerWords): Promise<{ truth: string; predictions: string }> {
  if (truth === undefined || predictions === undefined) {
    throw new UsageError('`run` needs --truth and --predictions.')
  }
  return {
    truth: await existing('--truth', truth),
    predictions: await existing('--predictions', predictions),
  }
}

async function existing(option: string, path: string): Promise<string> {
  await access(path).catch((error: Error) => {
    throw new UsageError(`${option} cannot be read: ${error.message}`)
  })
  return resolve(path)
}

async function sampleFiles(programFolder: string): Promise<{ truth: string; predictions: string }> {
  const sample = await findSample(programFolder)
  if (sample !== null) return sample
  const message =
    'The folders sample/ref (a truth) and sample/res (predictions) are needed to try the program.'
  throw new GrandstandError('file_rejected', message, { problems: [{ code: 'sample_missing', message }] })
}

async function describe({ manifest, version }: CheckedProgram): Promise<void> {
  console.log(`version ${version}`)
  if (manifest.language === 'node') return
  const { version: python, packages } = await pythonRuntime()
  const found = Object.entries(packages).map(([name, number]) => `${name} ${number ?? 'not installed'}`)
  console.log(`Python ${python}, ${found.join(', ')}`)
}

function show(outcome: ScorerOutcome, { manifest, version }: CheckedProgram, json: boolean): void {
  if (json) {
    print({ ...outcome, version })
    return
  }
  switch (outcome.outcome) {
    case 'scored': {
      const width = Math.max(...manifest.outputs.map(({ name }) => name.length))
      for (const { name, precision, primary } of manifest.outputs) {
        const score = outcome.scores[name].toFixed(precision)
        console.log(`  ${name.padEnd(width)}  ${score}${primary ? '  (primary)' : ''}`)
      }
      if (outcome.reportHtml !== undefined)
        console.log(`  report.html: ${outcome.reportHtml.length} characters`)
      break
    }
    case 'rejected':
      console.log(`Rejected by the program, problems: ${outcome.problems.length}`)
      for (const { line, message } of outcome.problems) {
        console.log(`  ${line === undefined ? '' : `line ${line}: `}${message}`)
      }
      break
    case 'scorer_fault':
      console.error(`The program failed. ${outcome.reason}\n${outcome.stderrTail}`.trimEnd())
  }
}

function print(value: object): void {
  console.log(JSON.stringify(value))
}
