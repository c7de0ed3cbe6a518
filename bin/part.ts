/** The parts that `npm start` runs beside the database: kept running, stopped in order, never left behind. */
import { spawn } from 'node:child_process'
import { appendFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withoutVaultSecrets } from '#core/configuration.ts'
import type { Holder } from './instance-lock.ts'
import { processStart } from './process-table.ts'

export interface PartOptions {
  /** The program bin/<name>.ts; also for messages and the log's name. */
  name: 'web' | 'worker'
  /** Folder for logs and the note of running processes. */
  dataFolder: string
  /** How long it may take to stop on SIGTERM before it is killed, in milliseconds. */
  stopPatienceMs: number
}

/** A part that is kept running. */
export interface Part {
  /** Process id of the present run. */
  pid(): number | undefined
  /** Ends it for good. */
  stop(): Promise<void>
  logFile: string
}

const firstPauseMs = 500
const longestPauseMs = 30_000
/** A run this long proves that the part works, so the next pause is short again. */
const provenMs = 60_000
const logLimitBytes = 16_777_216

/** Starts a part, and starts it again whenever it ends by itself, after growing pauses. */
export async function keepRunning(options: PartOptions): Promise<Part> {
  const logFile = path.join(options.dataFolder, 'logs', `${options.name}.log`)
  await mkdir(path.dirname(logFile), { recursive: true })
  let child = await launch(options, logFile)
  let stopping = false
  const runs = (async () => {
    let pauseMs = firstPauseMs
    for (;;) {
      const began = Date.now()
      const how = await child.ended
      if (stopping) return
      if (Date.now() - began > provenMs) pauseMs = firstPauseMs
      console.error(
        `The ${options.name} ended (${how}); starting it again in ${pauseMs / 1000} s. ${await lastWords(logFile)}`,
      )
      await sleep(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      if (stopping) return
      child = await launch(options, logFile)
    }
  })()
  const stop = async () => {
    stopping = true
    child.signal('SIGTERM')
    const timer = setTimeout(() => child.signal('SIGKILL'), options.stopPatienceMs)
    await Promise.race([child.ended, runs])
    clearTimeout(timer)
    await rm(noteFile(options.dataFolder, options.name), { force: true })
  }
  return { pid: () => child.pid, stop, logFile }
}

/** Ends parts that a killed `npm start` left running; only processes that are surely ours. */
export async function endLeftOverParts(dataFolder: string, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const file = noteFile(dataFolder, name)
      const note = await readFile(file, 'utf8').catch(() => '')
      if (note !== '') await endHolder(JSON.parse(note) as Holder)
      await rm(file, { force: true })
    }),
  )
}

async function endHolder({ pid, start }: Holder): Promise<void> {
  const lives = async () => (await processStart(pid)) === start
  if (!(await lives())) return
  process.kill(pid, 'SIGTERM')
  for (let waitedMs = 0; await lives(); waitedMs += 50) {
    if (waitedMs === 10_000) process.kill(pid, 'SIGKILL')
    await sleep(50)
  }
}

/** The web process talks to strangers all day: it is not given the keys of the withheld answers. */
function variablesFor(name: PartOptions['name']): NodeJS.ProcessEnv {
  return name === 'web' ? withoutVaultSecrets(process.env) : process.env
}

async function launch({ name, dataFolder }: PartOptions, logFile: string) {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  )
  if (size > logLimitBytes) await rename(logFile, `${logFile}.1`)
  await appendFile(logFile, `--- ${name} started ${new Date().toISOString()}\n`, { mode: 0o600 })
  const log = await open(logFile, 'a')
  const [guard, program] = ['end-with-parent', name].map((file) =>
    path.join(import.meta.dirname, `${file}.ts`),
  )
  const child = spawn(process.execPath, ['--import', guard, program], {
    env: { ...variablesFor(name), GRANDSTAND_PARENT: String(process.pid) },
    stdio: ['ignore', log.fd, log.fd],
    // its own process group: Ctrl-C in the terminal must reach us alone, so that parts stop in order
    detached: true,
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit ${code}`))
  })
  await log.close()
  if (child.pid !== undefined) {
    const note: Holder = { pid: child.pid, start: await processStart(child.pid) }
    await writeFile(noteFile(dataFolder, name), JSON.stringify(note))
  }
  const signal = (wanted: 'SIGTERM' | 'SIGKILL') => void child.kill(wanted)
  return { pid: child.pid, ended, signal }
}

/** The end of a part's log, for the person at the terminal. */
async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n')
  return `Its log, ${logFile}, ends with:\n${lines
    .slice(-5)
    .map((line) => `  ${line}`)
    .join('\n')}`
}

function noteFile(dataFolder: string, name: string): string {
  return path.join(dataFolder, `${name}.process`)
}
