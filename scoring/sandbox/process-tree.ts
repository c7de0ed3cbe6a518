import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** What `/proc/PID/stat` says about one process. */
export interface ProcessUsage {
  pid: number
  parent: number
  /** Clock ticks since boot; with the pid it names a process for ever. */
  startTicks: number
  /** Seconds of processor time of the process itself, and of the children it has waited for. */
  cpuSeconds: number
  childCpuSeconds: number
  residentBytes: number
  /** Dead and only waiting to be collected by its parent. */
  isZombie: boolean
}

// USER_HZ is 100 on every architecture that Node supports; it is part of the kernel's interface
const TICKS_PER_SECOND = 100

const AT_PAGESZ = 6n
let pageBytes = 0

/** As the kernel told this process when it started: pairs of a type and a value. */
function pageSize(): number {
  if (pageBytes === 0) {
    const bytes = readFileSync('/proc/self/auxv')
    pageBytes = 4096
    for (let at = 0; at + 16 <= bytes.length; at += 16) {
      if (bytes.readBigUInt64LE(at) === AT_PAGESZ) pageBytes = Number(bytes.readBigUInt64LE(at + 8))
    }
  }
  return pageBytes
}

/** No sandbox has as many; reading stops there, so that a tree that has got out of hand can still be ended in time. */
const MOST_PROCESSES = 1024

/** One process, or null when it is gone. */
export function readProcess(pid: number): ProcessUsage | null {
  const text = readOrNull(`/proc/${pid}/stat`)
  if (text === null) return null
  // the name is in brackets and may hold anything, brackets too
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const number = (index: number): number => Number(fields[index])
  return {
    pid,
    parent: number(1),
    startTicks: number(19),
    cpuSeconds: (number(11) + number(12)) / TICKS_PER_SECOND,
    childCpuSeconds: (number(13) + number(14)) / TICKS_PER_SECOND,
    residentBytes: number(21) * pageSize(),
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
  }
}

/** The process `root` and all its descendants, as far as they exist; every orphan of a pid namespace stays below its pid 1. */
export function readTree(root: number): ProcessUsage[] {
  const first = readProcess(root)
  if (first === null) return []
  return hasChildrenFiles() ? descend(first) : descendByScan(first)
}

/**
 * Proportional share of the memory that processes have in common, in bytes; resident memory where it may not be read,
 * nothing for a process that has ended meanwhile. The processes are read one after the other: while some of them end,
 * the shares of the others grow, and the sum can come out too large.
 */
export function proportionalBytes(processes: readonly ProcessUsage[]): number {
  let sum = 0
  for (const { pid, residentBytes } of processes) {
    const match = /^Pss:\s+(\d+) kB/m.exec(readOrNull(`/proc/${pid}/smaps_rollup`) ?? '')
    if (match) sum += 1024 * Number(match[1])
    else if (readProcess(pid)?.isZombie === false) sum += residentBytes
  }
  return sum
}

let childrenFiles: boolean | undefined
function hasChildrenFiles(): boolean {
  childrenFiles ??= existsSync(`/proc/${process.pid}/task/${process.pid}/children`)
  return childrenFiles
}

function descend(root: ProcessUsage): ProcessUsage[] {
  const found = [root]
  // the array grows while it is walked
  for (const { pid } of found) {
    if (found.length > MOST_PROCESSES) break
    for (const thread of threadsOf(pid)) {
      const children = readOrNull(`/proc/${pid}/task/${thread}/children`) ?? ''
      for (const child of children.split(' ')) {
        const usage = child.trim() === '' ? null : readProcess(Number(child))
        if (usage !== null) found.push(usage)
      }
    }
  }
  return found
}

/** For kernels without CONFIG_PROC_CHILDREN: every process of the machine, then the tree by parent. */
function descendByScan(root: ProcessUsage): ProcessUsage[] {
  const byParent = new Map<number, ProcessUsage[]>()
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) ? readProcess(Number(name)) : null
    if (usage !== null) byParent.set(usage.parent, [...(byParent.get(usage.parent) ?? []), usage])
  }
  const found = [root]
  for (const { pid } of found) found.push(...(byParent.get(pid) ?? []))
  return found
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return [] // it ended meanwhile
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null // it ended meanwhile
  }
}
