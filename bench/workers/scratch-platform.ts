/** A platform of its own for one bench: a new Postgres, an empty store, and workers started when asked for. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Cluster, ensureDatabase, startCluster } from '#bin/embedded-postgres.ts'
import { projectFolder } from '#bin/project.ts'
import { closeDatabase } from '#store/database.ts'
import { applyMigrations } from '#store/migrate.ts'
import { closeSender } from '#store/queue.ts'

export interface ScratchPlatform {
  cluster: Cluster
  databaseUrl: string
  /** Starts a worker with one slot; resolves when it is ready for work. */
  startWorker(): Promise<BenchWorker>
  /** Ends everything and removes the folder. */
  close(): Promise<void>
}

export interface BenchWorker {
  pid: number
  /** The stages of every submission it has judged, in milliseconds, from its log. */
  judged: readonly StageTimes[]
  /** Lets it finish what it does. */
  stop(): Promise<void>
}

/** Starts Postgres as `npm start` does, durable writes included, and points this process's store at it. */
export async function startScratchPlatform(): Promise<ScratchPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'grandstand-bench-workers-'))
  const cluster = await startCluster({ folder: join(folder, 'postgres'), settings: ['max_connections=200'] })
  await ensureDatabase(cluster, 'grandstand')
  const databaseUrl = cluster.url('grandstand')
  await applyMigrations(databaseUrl)
  const environment = { DATABASE_URL: databaseUrl, GRANDSTAND_DATA: join(folder, 'data') }
  Object.assign(process.env, environment)
  const workers: BenchWorker[] = []
  const close = async () => {
    for (const worker of workers) await worker.stop()
    await closeSender()
    await closeDatabase()
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const start = async () => {
    const worker = await startWorker(environment)
    workers.push(worker)
    return worker
  }
  return { cluster, databaseUrl, startWorker: start, close }
}

export type StageTimes = Readonly<Record<string, number>>

async function startWorker(environment: Record<string, string>): Promise<BenchWorker> {
  const child = spawn(process.execPath, [join(projectFolder, 'bin', 'worker.ts')], {
    cwd: projectFolder,
    env: { ...process.env, ...environment, NODE_ENV: 'production', GRANDSTAND_WORKER_SLOTS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const judged: StageTimes[] = []
  await ready(child, judged)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { pid: child.pid!, judged, stop }
}

/** Follows the worker's log; resolves when it says there that it is ready, and what it wrote is the reason if it never is. */
function ready(child: ChildProcess, judged: StageTimes[]): Promise<void> {
  const written: string[] = []
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (written.length < 100) written.push(line)
      if (line.includes('"worker ready"')) resolve()
      if (line.includes('"submission judged"')) judged.push(JSON.parse(line).durationsMs)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the worker ended:\n${written.join('\n')}`)))
  })
}
