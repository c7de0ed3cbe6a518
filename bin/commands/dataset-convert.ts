/**
 * `grandstand dataset convert IN OUT`: a table from any readable format into another, without a server. Exit 0 written,
 * 1 the table was rejected, 2 wrong usage, 3 fault of the platform.
 */
import { access, readFile, stat } from 'node:fs/promises'
import { dirname, extname, parse, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { GrandstandError } from '#core/errors.ts'
import { TABLE_FORMATS, type TableFormat } from '#datasets/open-table-writer.ts'
import { parseSchemaText, type TableSchema } from '#datasets/schema.ts'
import { type ConvertedTable, convertTable } from '#scoring/tables/convert-table.ts'
import { type RunCommand, UsageError } from './command.ts'

const PROGRESS_MS = 500
const FORMAT_OF: Readonly<Record<string, TableFormat>> = {
  ...Object.fromEntries(TABLE_FORMATS.map((format) => [`.${format}`, format])),
  '.ndjson': 'jsonl',
  '.feather': 'arrow',
}

interface ConvertWords {
  path: string
  outPath: string
  format: TableFormat
  table?: TableSchema
  force: boolean
  json: boolean
}

/** See the file's head. The words are those after `dataset convert`. */
export const datasetConvertCommand: RunCommand = async (argv) => {
  const words = await readWords(argv)
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('stopped'))
  // also the second time: clearing up takes a moment, and what is cut off there would be left
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  const startMs = performance.now()
  try {
    const { path, outPath, format, table, force } = words
    const onProgress = words.json ? undefined : progressPrinter(startMs)
    const { signal } = stopping
    const converted = await convertTable({ path, outPath, format, table, replace: force, onProgress, signal })
    show(converted, words, (performance.now() - startMs) / 1000)
    return 0
  } catch (error) {
    if (stopping.signal.aborted) return say(words, 'stopped', 'Stopped. Nothing was written.', 3)
    if (error instanceof GrandstandError && error.code === 'file_rejected') return reject(error, words)
    if (error instanceof GrandstandError && error.code === 'already_exists')
      throw new UsageError(`${error.message} Give --force to replace it.`)
    const message = error instanceof Error ? error.message : String(error)
    return say(words, 'fault', `Could not convert the table; this is not its fault. ${message}`, 3)
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop)
  }
}

async function readWords(argv: readonly string[]): Promise<ConvertWords> {
  const flag = { type: 'boolean', default: false } as const
  const options = { schema: { type: 'string' }, force: flag, json: flag } as const
  const { positionals, values } = usage(() => parseArgs({ args: [...argv], allowPositionals: true, options }))
  const [input, output] = positionals
  if (positionals.length !== 2) throw new UsageError('This takes the file to read and the file to write.')
  const format = FORMAT_OF[extname(output).toLowerCase()]
  if (!format)
    throw new UsageError(
      `The name of the new file must end in ${Object.keys(FORMAT_OF).join(', ')}: that says its format.`,
    )
  const [path, outPath] = [resolve(input), resolve(output)]
  await requireFile(path, input)
  await access(dirname(outPath)).catch(() => {
    throw new UsageError(`There is no folder ${dirname(outPath)}.`)
  })
  if (!values.force && (await isThere(outPath)))
    throw new UsageError(`There is a file ${output} already. Give --force to replace it.`)
  const table = values.schema === undefined ? undefined : await readSchema(values.schema, parse(path).name)
  return { path, outPath, format, table, force: values.force, json: values.json }
}

function usage<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function requireFile(path: string, word: string): Promise<void> {
  const found = await stat(path).catch((error: Error) => {
    throw new UsageError(`${word} cannot be read: ${error.message}`)
  })
  if (!found.isFile()) throw new UsageError(`${word} is not a file.`)
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The table of a schema: its only one, or the one that is named like the file. */
async function readSchema(path: string, name: string): Promise<TableSchema> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The schema cannot be read: ${error.message}`)
  })
  try {
    const { tables } = parseSchemaText(text)
    const table = tables.length === 1 ? tables[0] : tables.find((one) => one.name === name)
    if (table) return table
    throw new UsageError(
      `The schema has no table '${name}'; it has ${tables.map((one) => one.name).join(', ')}.`,
    )
  } catch (error) {
    if (!(error instanceof GrandstandError)) throw error
    throw new UsageError([error.message, ...error.problems.map(({ message }) => `  ${message}`)].join('\n'))
  }
}

/** On a terminal, a line that says how far it is. */
function progressPrinter(startMs: number): ((step: string, rows: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined
  let nextMs = startMs + PROGRESS_MS
  return (step, rows) => {
    const now = performance.now()
    if (now < nextMs) return
    nextMs = now + PROGRESS_MS
    const rate = Math.round(rows / ((now - startMs) / 1000))
    process.stderr.write(
      `\r${step}: ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} a second `,
    )
  }
}

function show(
  { table, ...written }: ConvertedTable,
  { outPath, format, json }: ConvertWords,
  seconds: number,
): void {
  if (json) {
    const columns = table.columns.map(({ reason: _, ...column }) => column)
    print({ outcome: 'converted', path: outPath, format, ...written, seconds, columns })
    return
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  console.log(`${outPath}`)
  console.log(`  rows      ${written.rows}`)
  console.log(`  row hash  ${written.rowHash}`)
  console.log(`  sha256    ${written.sha256}`)
  console.log(`  bytes     ${written.sizeBytes}`)
  console.log(`  seconds   ${seconds.toFixed(2)}`)
}

function reject({ message, problems }: GrandstandError, { json }: ConvertWords): number {
  if (json) print({ outcome: 'rejected', message, problems })
  else {
    console.log(`Rejected. ${message}`)
    for (const { line, column, message: found } of problems) {
      const place = [
        line === undefined ? '' : `line ${line}`,
        column === undefined ? '' : `column '${column}'`,
      ]
      console.log(`  ${place.filter((word) => word !== '').join(', ')}${place.join('') ? ': ' : ''}${found}`)
    }
  }
  return 1
}

function say({ json }: ConvertWords, outcome: string, message: string, exitCode: number): number {
  if (json) print({ outcome, message })
  console.error(message)
  return exitCode
}

function print(value: object): void {
  console.log(JSON.stringify(value))
}
