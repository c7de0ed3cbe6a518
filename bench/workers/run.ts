/**
 * Weak scaling: as many submissions per worker, 1, 2 and 4 workers against one Postgres; then the same measured costs in
 * a simulation of up to 512 workers with a core each.
 *
 *     npm run bench:workers -- [--rows 5000] [--per-worker 150]
 */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepareBacklog } from './backlog.ts'
import { measureCommits } from './commit-cost.ts'
import { type DrainFigures, drain } from './drain.ts'
import { startScratchPlatform } from './scratch-platform.ts'
import { type FleetModel, rateAlone, simulateFleet } from './simulate.ts'

const MEASURED = [1, 2, 4]
const SIMULATED = [1, 8, 32, 64, 128, 256, 512]
/** The judging time of the bench's rows, and longer ones in its proportion: a few MB, and some hundred MB. */
const TYPICAL_JUDGING_MS = [1_000, 10_000]
const DATABASE_CORES = [4, 16]

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '5000' }, 'per-worker': { type: 'string', default: '150' } },
})

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

function printMeasured(figures: readonly DrainFigures[]): void {
  const [one] = figures
  console.log('workers  evaluations/s  efficiency  judged ms  write ms  CPU ms: worker  database')
  for (const row of figures) {
    const efficiency = row.perSecond / (row.workers * one.perSecond)
    const columns = [
      String(row.workers).padStart(7),
      row.perSecond.toFixed(1).padStart(15),
      percent(efficiency).padStart(12),
      mean(row.judgedMs).toFixed(0).padStart(11),
      mean(row.writeMs).toFixed(0).padStart(10),
      row.workerCpuMs.toFixed(1).padStart(16),
      row.databaseCpuMs.toFixed(1).padStart(10),
    ]
    console.log(columns.join(''))
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function printSimulated(base: Omit<FleetModel, 'databaseCores'>): void {
  const typical = mean(base.judgedMs)
  for (const databaseCores of DATABASE_CORES) {
    console.log(`\na database with ${databaseCores} cores; efficiency by number of workers`)
    console.log(`judging    ${SIMULATED.map((workers) => String(workers).padStart(9)).join('')}`)
    for (const target of [typical, ...TYPICAL_JUDGING_MS]) {
      const judgedMs = base.judgedMs.map((value) => (value * target) / typical)
      const model = { ...base, judgedMs, databaseCores }
      const alone = rateAlone(model)
      const shares = SIMULATED.map((workers) => percent(simulateFleet(workers, model) / (workers * alone)))
      console.log(
        `${`${target.toFixed(0)} ms`.padEnd(11)}${shares.map((share) => share.padStart(9)).join('')}`,
      )
    }
  }
}

const platform = await startScratchPlatform()
try {
  const first = await platform.startWorker()
  const backlog = await prepareBacklog(Number(values.rows))
  await first.stop()
  console.log(
    `${availableParallelism()} cores, load before ${loadavg()[0].toFixed(1)}; ${values.rows} x 3 probabilities`,
  )
  const figures: DrainFigures[] = []
  for (const workers of MEASURED) {
    await backlog.add(workers * Number(values['per-worker']))
    figures.push(await drain(platform, workers))
  }
  printMeasured(figures)
  const { plainMs, notifyingMs, notificationMs } = await measureCommits(platform.databaseUrl)
  const costs = [plainMs, notifyingMs, notificationMs].map((ms) => ms.toFixed(2))
  console.log(
    `\n8 clients, ms per commit: ${costs[0]}; with a notification inside ${costs[1]}; a notification alone ${costs[2]}`,
  )
  const { judgedMs, databaseCpuMs } = figures[0]
  printSimulated({ judgedMs, databaseMs: databaseCpuMs, notificationMs })
  console.log(`\nload after ${loadavg()[0].toFixed(1)}`)
} finally {
  await platform.close()
}
