import { readlinkSync } from 'node:fs'
import { readProcess } from './process-tree.ts'

const IDENTITY = /(\d+)-(\d+)-\d+/

let namespace: string | undefined
function pidNamespace(): string {
  namespace ??= /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0'
  return namespace
}

/** `PIDNAMESPACE-PID-START`: names a process for ever, in containers that share a temporary folder too. */
export function processIdentity(pid: number = process.pid): string {
  return `${pidNamespace()}-${pid}-${readProcess(pid)?.startTicks ?? 0}`
}

/** Whether a name holds the identity of a process of this pid namespace that has ended. */
export function isOfEndedProcess(name: string): boolean {
  const [identity, itsNamespace, pid] = IDENTITY.exec(name) ?? []
  if (identity === undefined || itsNamespace !== pidNamespace()) return false
  return identity !== processIdentity(Number(pid))
}
