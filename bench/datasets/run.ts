/**
 * Measures what an import costs against the least that it could: DuckDB copying the same CSV to Parquet. One run of
 * every program per round, so that a busy machine is busy for all of them. Prints medians and their ratios.
 *
 *     npm run bench:datasets -- [--rounds 3] [--rows 1000000] [--large] [--only 'duckdb copy,convert'] [--data FOLDER]
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { inferInSandbox } from '#scoring/tables/read-in-sandbox.ts'
import { makeTable } from './make-table.ts'
import { measureTree, type TreeCost } from './measure-tree.ts'

/** Raise when the generator changes, so that old files are not measured. */
const DATA_VERSION = 1

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: '1000000' },
    large: { type: 'boolean', default: false },
    only: { type: 'string', default: 'duckdb copy,convert,convert inferring,import' },
    data: { type: 'string', default: join(tmpdir(), `grandstand-bench-datasets-${DATA_VERSION}`) },
  },
})
const rounds = positive(options.rounds, '--rounds')
const sizes = [positive(options.rows, '--rows'), ...(options.large ? [10_000_000] : [])]
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

function positive(text: string, name: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1 on`)
  return value
}

interface Program {
  name: string
  command: readonly string[]
  runs: TreeCost[]
}

async function prepare(rows: number): Promise<{ table: string; schema: string }> {
  mkdirSync(options.data, { recursive: true })
  const table = join(options.data, `${rows}.csv`)
  if (!existsSync(table)) {
    console.log(`writing ${table}`)
    makeTable(`${table}.partial`, rows)
    renameSync(`${table}.partial`, table)
  }
  const schema = join(options.data, 'schema.json')
  const small = join(options.data, 'small.csv')
  makeTable(small, 20_000)
  const proposed = await inferInSandbox({ kind: 'classification', tables: [{ name: 'data', path: small }] })
  writeFileSync(schema, JSON.stringify(proposed))
  return { table, schema }
}

function programs(table: string, schema: string, out: string): Program[] {
  const node = process.execPath
  const cli = [node, here('../../bin/grandstand.ts'), 'dataset', 'convert', table]
  const program = (name: string, command: readonly string[]): Program => ({ name, command, runs: [] })
  return [
    program('duckdb copy', [node, here('duckdb-copy.ts'), table, `${out}/duckdb.parquet`]),
    program('convert', [...cli, `${out}/convert.parquet`, '--schema', schema, '--json']),
    program('convert inferring', [...cli, `${out}/inferred.parquet`, '--json']),
    program('import', [node, here('import.ts'), table, `${out}/release`]),
  ]
}

/** Each must have seen every row, or the comparison means nothing. */
function requireRows({ name }: Program, output: string, rows: number): void {
  const { rows: found } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}')
  if (found !== rows) throw new Error(`${name} read ${found} rows of ${rows}`)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function printTable(rows: number, all: readonly Program[]): void {
  const typical = ({ runs }: Program, cost: keyof TreeCost) => median(runs.map((run) => run[cost]))
  console.log(
    `\n${rows.toLocaleString('en')} rows\n${'program'.padEnd(20)}   wall s    CPU s   peak MiB     rows/s | ÷ duckdb: wall    CPU`,
  )
  for (const program of all) {
    const [wall, cpu] = [typical(program, 'wallSeconds'), typical(program, 'cpuSeconds')]
    const cells = [wall.toFixed(2).padStart(9), cpu.toFixed(2).padStart(9)]
    cells.push(typical(program, 'peakMebibytes').toFixed(0).padStart(11))
    cells.push(
      Math.round(rows / wall)
        .toLocaleString('en')
        .padStart(11),
    )
    const ratios = [wall / typical(all[0], 'wallSeconds'), cpu / typical(all[0], 'cpuSeconds')]
    const [wallRatio, cpuRatio] = ratios.map((ratio) => ratio.toFixed(2))
    console.log(
      `${program.name.padEnd(20)}${cells.join('')} |${wallRatio.padStart(16)}${cpuRatio.padStart(7)}`,
    )
  }
}

const machine = `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
console.log(`${machine}, load before ${loadavg()[0].toFixed(1)}, medians of ${rounds} interleaved rounds`)
for (const rows of sizes) {
  const { table, schema } = await prepare(rows)
  const out = join(options.data, 'out')
  const all = programs(table, schema, out).filter(({ name }) => options.only.split(',').includes(name))
  for (let round = 0; round < rounds; round++) {
    for (const program of all) {
      rmSync(out, { recursive: true, force: true })
      mkdirSync(out)
      const { output, ...cost } = await measureTree(program.command)
      requireRows(program, output, rows)
      program.runs.push(cost)
    }
  }
  rmSync(out, { recursive: true, force: true })
  printTable(rows, all)
}
console.log(`\nload after ${loadavg()[0].toFixed(1)}`)
