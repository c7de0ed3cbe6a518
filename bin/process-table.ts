import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Whether a process with this id exists (also one of another user); a zombie counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The command line of a process, its words separated by spaces; empty when there is no such process. */
export async function processCommand(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return words.replaceAll('\0', ' ').trim()
  }
  return ask(pid, 'command=')
}

/**
 * Something that tells this process from any other that had or will have the same id: its start time, in the units of
 * the system. Empty when there is no such process.
 */
export async function processStart(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const [status, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    ])
    // the program's name in parentheses may hold anything, so count fields from the last one on
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return status === '' || fields[0] === 'Z' ? '' : `${boot.trim()}:${fields[19]}`
  }
  return ask(pid, 'lstart=')
}

async function ask(pid: number, column: string): Promise<string> {
  const found = await promisify(execFile)('ps', ['-p', String(pid), '-o', column]).catch(() => ({
    stdout: '',
  }))
  return found.stdout.trim()
}
