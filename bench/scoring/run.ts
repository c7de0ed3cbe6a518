/**
 * Measures the scoring engine against its peers, interleaved: one run of every program per round, so that a busy
 * machine is busy for all of them. Prints medians and their ratios.
 *
 *     npm run bench:scoring -- [--rounds 5] [--only W1,W5] [--without-peers] [--data FOLDER]
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { duckdbPeer } from './duckdb-peer.ts'
import { makeData, makeExtra } from './make-data.ts'
import { type Cost, measure } from './measure.ts'
import { ownPrograms, type Program, peer, peersAreThere } from './programs.ts'
import { measureStages } from './stages.ts'
import { measureWarm } from './warm.ts'
import { WORKLOADS, type Workload } from './workloads.ts'

/** Raise when the generators change, so that old files are not measured. */
const DATA_VERSION = 2
const WARM_RUNS = 100

interface Options {
  rounds: number
  only: readonly string[] | null
  withPeers: boolean
  folder: string
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      'without-peers': { type: 'boolean', default: false },
      data: { type: 'string', default: join(tmpdir(), `grandstand-bench-scoring-${DATA_VERSION}`) },
    },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number from 1 on')
  const only = values.only?.split(',') ?? null
  const unknown = only?.find((name) => !WORKLOADS.some((workload) => workload.name === name))
  if (unknown !== undefined) throw new Error(`there is no workload ${unknown}`)
  return { rounds, only, withPeers: !values['without-peers'], folder: values.data }
}

function ensureData(folder: string): void {
  const done = join(folder, 'complete')
  if (existsSync(done)) return
  console.log(`writing the files to ${folder} (800 MB, a minute)`)
  mkdirSync(folder, { recursive: true })
  makeData(folder)
  writeFileSync(done, '')
}

/** Writes the files of a workload that is measured only where it is named. */
function ensureExtra(folder: string, { name, predictions, isExtra }: Workload): void {
  if (!isExtra || existsSync(join(folder, predictions))) return
  console.log(`writing the files of ${name}`)
  makeExtra(folder, name)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Programs that must give the same scores give the same scores, or the comparison means nothing. */
function checkScores(name: string, output: string, workload: Workload, known: Map<string, number>): void {
  const { spec, tolerance = 1e-9 } = workload
  const parsed: unknown = JSON.parse(output)
  const scores = scoresIn(parsed)
  for (const metric of spec.metrics) {
    const value = scores[metric]
    if (value === undefined) continue
    const expected = known.get(metric) ?? value
    known.set(metric, expected)
    if (Math.abs(value - expected) > tolerance * Math.abs(expected)) {
      throw new Error(`${name} says ${metric} = ${value}, another program ${expected}`)
    }
  }
}

interface Answer {
  scores?: Record<string, number>
  judgement?: { splits?: { all?: { scores?: Record<string, number> } } }
}

/** The judge's answer, the command line's, or a script's. */
function scoresIn(parsed: unknown): Record<string, number> {
  const answer = parsed as Answer & Record<string, number>
  return answer.judgement?.splits?.all?.scores ?? answer.scores ?? answer
}

interface Entry {
  workload: Workload
  program: Program
  runs: Cost[]
}

/** One run of every entry per round; they all judge the same rows. */
async function measureRounds(entries: readonly Entry[], rounds: number): Promise<void> {
  const known = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const { workload, program, runs } of entries) {
      const { output, ...cost } = await measure(program)
      if (program.name !== 'floor') checkScores(program.name, output, workload, known)
      runs.push(cost)
    }
  }
}

const PEERS = ['usual', 'tuned', 'duckdb', 'floor']

/** Ratios by wall time, then by processor time, which a busy machine disturbs less. */
function printTable(entries: readonly Entry[]): void {
  const typical = ({ runs }: Entry, cost: keyof Cost) => median(runs.map((run) => run[cost]))
  const ratio = (entry: Entry, name: string, cost: keyof Cost) => {
    const other = entries.find(({ program }) => program.name === name)
    return (other ? (typical(entry, cost) / typical(other, cost)).toPrecision(3) : '-').padStart(9)
  }
  const heads = PEERS.map((name) => `÷ ${name}`.padStart(9)).join('')
  console.log(`program            wall s   CPU s   peak MiB |${heads} | CPU:${heads.slice(4)}`)
  for (const entry of entries) {
    const seconds = (['wallSeconds', 'cpuSeconds'] as const).map((cost) => typical(entry, cost).toFixed(3))
    const peak = typical(entry, 'peakMebibytes').toFixed(0)
    const own = `${seconds.map((text) => text.padStart(8)).join('')}${peak.padStart(11)}`
    const [wall, cpu] = (['wallSeconds', 'cpuSeconds'] as const).map((cost) =>
      PEERS.map((name) => ratio(entry, name, cost)).join(''),
    )
    console.log(`${entry.program.name.padEnd(17)}${own} |${wall} | ${cpu}`)
  }
}

/** Measures the workloads that hold the same rows in different forms, and the peers once for all of them. */
async function measureGroup(group: readonly Workload[], folder: string, peers: boolean, rounds: number) {
  const entry = (workload: Workload, program: Program): Entry => ({ workload, program, runs: [] })
  const entries: Entry[] = []
  for (const workload of group) {
    const duckdb = peers ? duckdbPeer(folder, workload) : undefined
    const programs = [...(await ownPrograms(folder, workload)), ...(duckdb ? [duckdb] : [])]
    for (const program of programs) entries.push(entry(workload, program))
  }
  const scripts = peers ? (['usual', 'tuned'] as const) : []
  const others = scripts.map((script) => entry(group[0], peer(script, folder, group[0])))
  await measureRounds([...entries, ...others], rounds)
  for (const workload of group) {
    console.log(`\n${workload.name}: ${workload.title}`)
    const own = entries.filter((entry) => entry.workload === workload)
    printTable([...own, ...others])
    const prepared = own.find(({ program }) => program.name === 'judge, prepared')
    if (prepared?.program.stdin) await printStages(prepared.program.stdin, Math.min(3, rounds))
  }
}

/** What the time of the judge with a prepared truth is spent on; started from sources, so `start` is longer. */
async function printStages(request: string, rounds: number): Promise<void> {
  const stages = await measureStages(request, rounds)
  const shown = stages.map(([stage, seconds]) => `${stage} ${Math.max(0, seconds).toFixed(3)}`)
  console.log(`CPU s by stage: ${shown.join(', ')}`)
}

const options = readOptions()
const withPeers = options.withPeers && peersAreThere()
if (options.withPeers && !withPeers) {
  console.log(
    'no pandas and scikit-learn: "apt-get install python3-pandas python3-sklearn" measures them too',
  )
}
ensureData(options.folder)
const machine = `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
console.log(
  `${machine}, load before ${loadavg()[0].toFixed(1)}, medians of ${options.rounds} interleaved runs`,
)
const chosen = WORKLOADS.filter(({ name, isExtra }) => options.only?.includes(name) ?? isExtra !== true)
for (const workload of chosen) ensureExtra(options.folder, workload)
for (const group of Map.groupBy(chosen, ({ peerOf }) => peerOf).values()) {
  await measureGroup(group, options.folder, withPeers && !group[0].isExtra, options.rounds)
}
const small = chosen.find(({ name }) => name === 'W5')
if (small) {
  const { p50, p99, idlePss } = await measureWarm(options.folder, small, WARM_RUNS)
  const times = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms over ${WARM_RUNS} runs`
  console.log(`\nW5 in a judge that waits: ${times}; a waiting judge holds ${idlePss.toFixed(0)} MiB (PSS)`)
}
console.log(`\nload after ${loadavg()[0].toFixed(1)}`)
