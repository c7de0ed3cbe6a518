import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import path from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

export const projectFolder = path.join(import.meta.dirname, '..', '..')

/** A program that a test has started. */
export interface Program {
  child: ChildProcess
  /** Everything it wrote so far, both streams. */
  output(): string
  /** Resolves when its output matches; rejects, with the output, when it ends first or takes too long. */
  saw(pattern: RegExp, patienceMs?: number): Promise<RegExpMatchArray>
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>
}

/**
 * Runs Node on a program of the project, in a process group of its own, which is killed when the test file is over.
 * Of this process's variables it gets only PATH and HOME beside `variables`.
 */
export function startProgram(
  args: string[],
  variables: Record<string, string> = {},
  command = process.execPath,
): Program {
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
  }
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  ended.catch(() => {})
  after(() => killGroup(child))
  const saw = async (pattern: RegExp, patienceMs = 120_000) => {
    const giveUpAt = Date.now() + patienceMs
    let over = false
    ended.finally(() => {
      over = true
    })
    for (;;) {
      const found = text.match(pattern)
      if (found) return found
      if (over) throw new Error(`ended without writing ${pattern}:\n${text}`)
      if (Date.now() > giveUpAt) throw new Error(`did not write ${pattern} in ${patienceMs} ms:\n${text}`)
      await sleep(20)
    }
  }
  return { child, output: () => text, saw, ended }
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // it ended by itself, as it should
  }
}

/** A process of this machine (Linux). */
export interface RunningProcess {
  pid: number
  command: string
}

/** The processes whose command line, variables or working folder mention `text`, except this one. */
export async function processesMentioning(text: string): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [command, variables, folder] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
      ])
      const mentions = command.includes(text) || variables.includes(text) || folder.includes(text)
      return mentions ? { pid, command: command.replaceAll('\0', ' ').trim() } : undefined
    }),
  )
  return found.filter((entry) => entry !== undefined)
}

/** Waits until `condition` is true. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  patienceMs = 30_000,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`waited ${patienceMs} ms in vain until ${what}`)
    await sleep(25)
  }
}
