import { readdirSync, readFileSync } from 'node:fs'
import type { SandboxHost } from './sandbox-host.ts'

/**
 * Ends sandboxes that a killed process has left behind. bwrap's inner process binds its life to its parent's only once the
 * sandbox is set up: when the launcher is killed in the milliseconds before, it waits for ever, or runs its program
 * with nobody to watch it. Sandboxes of living processes, whoever started them, are left alone.
 *
 * @returns how many were ended
 */
export function endOrphans({ bwrap }: Pick<SandboxHost, 'bwrap'>): number {
  const start = `${bwrap}\0--args\0`
  const isOurs = (pid: number): boolean => {
    const words = readOrEmpty(`/proc/${pid}/cmdline`)
    return words.startsWith(start) && words.includes('\0--\0/usr/bin/prlimit\0--cpu=')
  }
  let ended = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || !isOurs(Number(name))) continue
    const status = readOrEmpty(`/proc/${name}/status`)
    // process 1 of a namespace of its own; as long as all is well its parent is the bwrap outside of it
    const isInner = /^NSpid:(\s+\d+)+\s+1$/m.test(status)
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? Number.NaN)
    if (!isInner || Number.isNaN(parent) || isOurs(parent)) continue
    try {
      process.kill(Number(name), 'SIGKILL')
      ended++
    } catch {
      // it has just ended, or belongs to another user, who ends it
    }
  }
  return ended
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return '' // it ended meanwhile
  }
}
