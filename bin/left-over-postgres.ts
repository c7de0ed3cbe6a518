/** Finds and ends the PostgreSQL of a data folder that outlived the process that started it. */
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { isAlive, processCommand } from './process-table.ts'

/** What postmaster.pid says about a server that is alive and is the one of this folder. */
export interface Postmaster {
  pid: number
  port: number
  /** Whether it takes connections. */
  ready: boolean
}

/** The name the server of this data folder carries on its command line, which tells it from every other. */
export function clusterName(data: string): string {
  return `grandstand-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`
}

/** The server that is running in `data`, if any. */
export async function livingPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid < 2 || !isAlive(pid)) return undefined
  // a pid is used again after a while, and always after a restart of the machine
  if (!(await processCommand(pid)).includes(clusterName(data))) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Shuts down the server that is running in `data` and removes a pid file that belongs to nobody. */
export async function endLeftOver(data: string, patienceMs: number): Promise<void> {
  const server = await livingPostmaster(data)
  if (server) {
    process.kill(server.pid, 'SIGINT')
    const giveUpAt = Date.now() + patienceMs
    while (isAlive(server.pid)) {
      if (Date.now() > giveUpAt) process.kill(server.pid, 'SIGQUIT')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  // Postgres refuses to start when the pid in its file is alive, even if that is somebody else's process by now
  await rm(path.join(data, 'postmaster.pid'), { force: true })
}
