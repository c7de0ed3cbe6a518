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
import { makeData } from './make-data.ts'
import { type Cost, measure } from './measure.ts'
import { ownPrograms, type Program, peer, peersAreThere } from './programs.ts'
import { WORKLOADS, type Workload } from './workloads.ts'

/** Raise when the generators change, so that old files are not measured. */
const DATA_VERSION = 1

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
  console.log(`writing the files to ${folder} (650 MB, half a minute)`)
  mkdirSync(folder, { recursive: true })
  makeData(folder)
  writeFileSync(done, '')
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Programs that must give the same scores give the same scores, or the comparison means nothing. */
function checkScores(name: string, output: string, spec: Workload['spec'], known: Map<string, number>): void {
  const parsed: unknown = JSON.parse(output)
  const scores = scoresIn(parsed)
  for (const metric of spec.metrics) {
    const value = scores[metric]
    if (value === undefined) continue
    const expected = known.get(metric) ?? value
    known.set(metric, expected)
    if (Math.abs(value - expected) > 1e-9 * Math.abs(expected)) {
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

async function measureAll(workload: Workload, programs: readonly Program[], rounds: number): Promise<Cost[]> {
  const costs = programs.map((): Cost[] => [])
  const known = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const [i, program] of programs.entries()) {
      const { output, ...cost } = await measure(program)
      if (program.name !== 'floor') checkScores(program.name, output, workload.spec, known)
      costs[i].push(cost)
    }
  }
  return costs.map((runs) => ({
    wallSeconds: median(runs.map((cost) => cost.wallSeconds)),
    cpuSeconds: median(runs.map((cost) => cost.cpuSeconds)),
    peakMebibytes: median(runs.map((cost) => cost.peakMebibytes)),
  }))
}

function printTable(programs: readonly Program[], costs: readonly Cost[]): void {
  const wallOf = (name: string) => costs[programs.findIndex((program) => program.name === name)]?.wallSeconds
  const ratio = (wall: number, name: string) => {
    const other = wallOf(name)
    return (other === undefined ? '-' : (wall / other).toPrecision(3)).padStart(9)
  }
  console.log('program            wall s   CPU s   peak MiB   ÷ usual  ÷ tuned  ÷ floor')
  programs.forEach(({ name }, i) => {
    const { wallSeconds, cpuSeconds, peakMebibytes } = costs[i]
    const own = [wallSeconds.toFixed(3).padStart(8), cpuSeconds.toFixed(3).padStart(8)].join('')
    const ratios = ['usual', 'tuned', 'floor'].map((other) => ratio(wallSeconds, other)).join('')
    console.log(`${name.padEnd(17)}${own}${peakMebibytes.toFixed(0).padStart(11)} ${ratios}`)
  })
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
for (const workload of WORKLOADS) {
  if (options.only && !options.only.includes(workload.name)) continue
  const programs = await ownPrograms(options.folder, workload)
  if (withPeers) {
    programs.push(peer('usual', options.folder, workload), peer('tuned', options.folder, workload))
  }
  console.log(`\n${workload.name}: ${workload.title}`)
  printTable(programs, await measureAll(workload, programs, options.rounds))
}
console.log(`\nload after ${loadavg()[0].toFixed(1)}`)
