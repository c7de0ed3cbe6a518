import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Configuration, parseConfiguration } from '#core/configuration.ts'
import { applyMigrations } from '#store/migrate.ts'
import { ensureBubblewrap } from './bubblewrap.ts'
import { keptDemo } from './demo.ts'
import { type Cluster, ensureDatabase, startCluster } from './embedded-postgres.ts'
import { fail } from './fail.ts'
import { leaveDatabase, makeFirstOperator, makeSample } from './fill-database.ts'
import { greeting } from './greeting.ts'
import { takeLock } from './instance-lock.ts'
import { keptSecret } from './kept-secret.ts'
import { endLeftOverParts, keepRunning, type Part } from './part.ts'
import { ensurePrismaClient } from './prisma-client.ts'
import { step } from './progress.ts'
import { projectFolder } from './project.ts'
import { requirePort } from './require-port.ts'
import { waitUntilHealthy } from './wait-until-healthy.ts'
import { ensureWebBuild } from './web-build.ts'

/** A little longer than the worker gives the submissions it is scoring. */
const workerPatienceMs = 70_000
const webPatienceMs = 10_000
const healthPatienceMs = 60_000

/**
 * Sets up what is missing, starts database, web server and worker, and runs until `stop` is aborted; then stops them in
 * the opposite order. Whatever way it ends, nothing of it is left running.
 *
 * @throws ConfigurationError, or Error with what to do, when it cannot start.
 */
export async function runEverything(variables: NodeJS.ProcessEnv, stop: AbortSignal): Promise<void> {
  const began = performance.now()
  const configuration = parseConfiguration(variables)
  const dataFolder = path.resolve(projectFolder, configuration.dataFolder)
  // others may pass through, not look around: the database may run as a user of its own
  await mkdir(dataFolder, { recursive: true, mode: 0o711 })
  const undo: (() => Promise<void>)[] = []
  try {
    undo.push(await requireOneInstance(dataFolder))
    await endLeftOverParts(dataFolder, ['web', 'worker'])
    await requirePort(configuration.host, configuration.port)
    const warning = await step('Checking the sandbox', ensureBubblewrap)
    if (warning) console.error(warning)
    stop.throwIfAborted()
    const database = await openDatabase(configuration, dataFolder)
    undo.push(async () => database.cluster?.stop())
    stop.throwIfAborted()
    await prepareDatabase(database, await partEnvironment(configuration, dataFolder, database.url))
    stop.throwIfAborted()
    await startParts(configuration, dataFolder, stop, undo)
    const demo = await keptDemo(dataFolder)
    console.log(greeting(configuration.publicUrl, (performance.now() - began) / 1000, demo))
    await keepDatabase(database, dataFolder, stop)
  } finally {
    for (const step of undo.reverse()) await step().catch(fail)
  }
}

async function prepareDatabase(database: Database, environment: Record<string, string>): Promise<void> {
  await step('Migrating the database', () => applyMigrations(database.url))
  await step('Preparing the database client', ensurePrismaClient)
  Object.assign(process.env, environment) // for the modules of store/ in this process, and for the parts
  const operator = await step('Making the first operator', makeFirstOperator)
  if (operator) {
    console.log(`  First operator: ${operator.email}  password: ${operator.password}  (shown only now)`)
  }
}

/** The worker comes first, because the sample challenge is scored like any other. */
async function startParts(
  configuration: Configuration,
  dataFolder: string,
  stop: AbortSignal,
  undo: (() => Promise<void>)[],
): Promise<void> {
  const parts: { worker?: Part; web?: Part } = {}
  undo.push(async () => {
    await leaveDatabase()
    await parts.worker?.stop()
    await parts.web?.stop()
  })
  parts.worker = await keepRunning({ dataFolder, name: 'worker', stopPatienceMs: workerPatienceMs })
  if (configuration.sample) {
    await step('Making the sample challenge', (report) =>
      makeSample(dataFolder, (detail) => {
        stop.throwIfAborted()
        report(detail)
      }),
    )
  }
  await leaveDatabase()
  stop.throwIfAborted()
  await step('Building the pages', ensureWebBuild)
  stop.throwIfAborted()
  const web = await keepRunning({ dataFolder, name: 'web', stopPatienceMs: webPatienceMs })
  parts.web = web
  const address = `http://${reachable(configuration.host)}:${configuration.port}`
  await step('Starting the web server', () => healthyOr(stop, address, web.logFile))
}

async function requireOneInstance(dataFolder: string): Promise<() => Promise<void>> {
  const lock = await takeLock(path.join(dataFolder, 'lock'))
  if ('pid' in lock) {
    throw new Error(
      `Grandstand is running already with ${dataFolder} (process ${lock.pid}). Stop that one first, or give this one ` +
        'a data folder and a port of its own: GRANDSTAND_DATA=.data-2 PORT=3001 npm start',
    )
  }
  return () => lock.release()
}

interface Database {
  url: string
  /** undefined: it is the operator's own. */
  cluster?: Cluster
}

async function openDatabase(configuration: Configuration, dataFolder: string): Promise<Database> {
  if (configuration.databaseUrl) return { url: configuration.databaseUrl }
  const folder = path.join(dataFolder, 'postgres')
  const cluster = await step('Starting PostgreSQL', () => startCluster({ folder }))
  await ensureDatabase(cluster, 'grandstand')
  return { cluster, url: cluster.url('grandstand') }
}

async function partEnvironment(configuration: Configuration, dataFolder: string, databaseUrl: string) {
  return {
    DATABASE_URL: databaseUrl,
    GRANDSTAND_DATA: dataFolder,
    GRANDSTAND_SECRET: configuration.secret ?? (await keptSecret(path.join(dataFolder, 'secret'))),
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

async function healthyOr(stop: AbortSignal, address: string, logFile: string): Promise<void> {
  await waitUntilHealthy(address, healthPatienceMs, stop).catch((error: Error) => {
    throw new Error(`${error.message}\nThe web server's log: ${logFile}`)
  })
}

/** Waits for the end. A database server of ours that ends by itself is started again where the others expect it. */
async function keepDatabase(database: Database, dataFolder: string, stop: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    stop.addEventListener('abort', () => resolve())
  })
  while (!stop.aborted) {
    const { cluster } = database
    await Promise.race([stopped, cluster?.ended ?? stopped])
    if (stop.aborted || !cluster) return
    console.error('PostgreSQL ended by itself; starting it again.')
    database.cluster = await startCluster({ folder: path.join(dataFolder, 'postgres'), port: cluster.port })
  }
}

/** An address of this machine that reaches a server listening on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
