/** Lets a number of workers work off a backlog and tells what that took. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { database } from '#store/database.ts'
import type { ScratchPlatform } from './scratch-platform.ts'

/** Ticks of /proc in a second, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
const POLL_MS = 250

export interface DrainFigures {
  workers: number
  evaluations: number
  /** Over the time in which every worker was ready and had work. */
  perSecond: number
  /**
   * Processor milliseconds per evaluation: of the workers, without sandboxes that they end themselves (the kernel then
   * counts them nowhere), and of Postgres.
   */
  workerCpuMs: number
  databaseCpuMs: number
  /** Of every evaluation: from claimed to judged, and the writing of the result, in milliseconds. */
  judgedMs: number[]
  writeMs: number[]
}

/** Starts the workers on a waiting backlog, and stops them when it is done. */
export async function drain(platform: ScratchPlatform, workers: number): Promise<DrainFigures> {
  const started = await Promise.all(Array.from({ length: workers }, () => platform.startWorker()))
  const cpu = () => ({
    at: new Date(),
    workers: started.reduce((sum, { pid }) => sum + cpuMs(pid), 0),
    database: cpuMs(platform.cluster.pid),
  })
  const before = cpu()
  // the last few would leave some worker without work
  while ((await waiting()) > 2 * workers) await sleep(POLL_MS)
  const after = cpu()
  while ((await waiting()) > 0) await sleep(POLL_MS)
  for (const worker of started) await worker.stop()
  const times = started.flatMap(({ judged }) => judged)
  const within = { gt: before.at, lte: after.at }
  const evaluations = await database().evaluation.count({ where: { finishedAt: within } })
  return {
    workers,
    evaluations,
    perSecond: (1_000 * evaluations) / (after.at.getTime() - before.at.getTime()),
    workerCpuMs: (after.workers - before.workers) / evaluations,
    databaseCpuMs: (after.database - before.database) / evaluations,
    judgedMs: times.map(({ fetch, judge }) => fetch + judge),
    writeMs: times.map(({ write }) => write),
  }
}

function waiting(): Promise<number> {
  return database().submission.count({ where: { status: { in: ['queued', 'scoring'] } } })
}

/** Processor time of a process and everything below it, also of what has ended and was waited for. */
function cpuMs(root: number): number {
  const children = new Map<number, number[]>()
  const ticks = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const line = readFileSync(`/proc/${entry}/stat`, 'latin1')
      // the name in brackets may hold anything
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
      const parent = Number(fields[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
      ticks.set(
        Number(entry),
        fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
      )
    } catch {
      // it has just ended; its parent has its time
    }
  }
  const below = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + below(child), ticks.get(pid) ?? 0)
  return (1_000 * below(root)) / TICKS_PER_SECOND
}
