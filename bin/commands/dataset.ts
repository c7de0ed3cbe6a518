/**
 * `grandstand dataset check FILE [--json]`: what a file would be as a table of a dataset, without a server. Exit 0
 * accepted, 1 rejected, 2 called wrongly, 3 fault of the platform.
 */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CheckOutcome } from '#datasets/check-source.ts'
import { checkInSandbox } from '#scoring/tables/check-in-sandbox.ts'
import { type RunCommand, UsageError } from './command.ts'
import { datasetConvertCommand } from './dataset-convert.ts'
import { datasetRegisterCommand } from './dataset-register.ts'
import { checkReport } from './dataset-report.ts'

const EXIT_CODES = { accepted: 0, rejected: 1 } as const

/** `grandstand dataset check …`, `convert …` and `register …`. */
export const datasetCommand: RunCommand = async (argv) => {
  if (argv[0] === 'convert') return datasetConvertCommand(argv.slice(1))
  if (argv[0] === 'register') return datasetRegisterCommand(argv.slice(1))
  const { file, json } = readWords(argv)
  const { path, sizeBytes } = await regularFile(file)
  let outcome: CheckOutcome
  try {
    outcome = await checkInSandbox(path, sizeBytes)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (json) print({ outcome: 'fault', file, message })
    console.error(`Could not look at the file; this is not its fault. ${message}`)
    return 3
  }
  if (json) print({ file, ...outcome })
  else console.log(checkReport(outcome))
  return EXIT_CODES[outcome.outcome]
}

function readWords(argv: readonly string[]): { file: string; json: boolean } {
  const options = { json: { type: 'boolean', default: false } } as const
  let parsed: { positionals: string[]; values: { json: boolean } }
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const [action, file, ...rest] = parsed.positionals
  if (action !== 'check' || file === undefined || rest.length > 0) {
    throw new UsageError('This takes `check` and one file.')
  }
  return { file, json: parsed.values.json }
}

/** Opening a FIFO would wait for ever, and a device has no end, so neither is opened. */
async function regularFile(file: string): Promise<{ path: string; sizeBytes: number }> {
  const path = resolve(file)
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new UsageError(`${file} is ${kindOf(found)}. Name one file.`)
    await access(path, constants.R_OK)
    return { path, sizeBytes: found.size }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} cannot be read: ${reasonOf(error as NodeJS.ErrnoException)}.`)
  }
}

function kindOf(found: Awaited<ReturnType<typeof stat>>): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a pipe (FIFO)'
  return found.isSocket() ? 'a socket' : 'a device'
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'you may not read it'
  if (code === 'ELOOP') return 'its symbolic links lead in a circle'
  return message
}

function print(value: object): void {
  console.log(JSON.stringify(value))
}
