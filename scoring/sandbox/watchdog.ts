import { statfsSync } from 'node:fs'
import type { JobCgroup } from './cgroup.ts'
import { type ProcessUsage, proportionalBytes, readTree } from './process-tree.ts'
import type { ResolvedLimits } from './sandbox-job.ts'
import type { HostKill } from './verdict.ts'

const INTERVAL_MS = 25
/** While a program waits for its job there is no hurry, and many may be waiting. */
const IDLE_INTERVAL_MS = 250
/** Process 1, the collector and its children, and some that are dead but not collected yet. */
const OWN_PROCESSES = 64
/** Kernel memory of one file on a memory file system, about. */
const INODE_BYTES = 1024

/** What a job has used so far. */
export interface Usage {
  cpuSeconds: number
  wallSeconds: number
  peakMemoryBytes: number
  outOfMemory: boolean
}

export interface WatchedSandbox {
  /** Process 1 of the sandbox, seen from the host. */
  pid: number
  limits: ResolvedLimits
  writable: readonly { path: string; sizeBytes: number }[]
  cgroup: JobCgroup | null
  /** Processor seconds that the program may use before `restart`; it may then wait as long as it likes. */
  bootSeconds: number
  onExceeded: (kill: HostKill) => void
}

/**
 * Looks every 25 ms at what a sandbox uses and reports the first limit that is exceeded. With a cgroup the kernel
 * holds the memory limit and counts the processor time; without one both are summed over the process tree, so
 * processes that grow together can pass the memory limit for a moment before they are ended.
 */
export class Watchdog {
  readonly #sandbox: WatchedSandbox
  #timer: NodeJS.Timeout | undefined
  #cpuByProcess = new Map<string, number>()
  #cpuOfTheDead = 0
  #cpuSeconds = 0
  #cpuBase = 0
  #peakMemoryBytes = 0
  #outOfMemory = false
  #startMs = Number.NaN

  constructor(sandbox: WatchedSandbox) {
    this.#sandbox = sandbox
    this.#timer = setInterval(() => this.#look(), IDLE_INTERVAL_MS)
  }

  /** From here on the time limits of the job count: what the program used before was its start. */
  restart(): void {
    this.#measure()
    this.#cpuBase = this.#cpuSeconds
    this.#startMs = performance.now()
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS)
  }

  /** Reads the counters of the cgroup a last time and ends the watch; may be called again. */
  stop(): Usage {
    if (this.#timer !== undefined && this.#sandbox.cgroup !== null) this.#measure()
    clearInterval(this.#timer)
    this.#timer = undefined
    return this.#usage()
  }

  #usage(): Usage {
    return {
      cpuSeconds: this.#cpuSeconds - this.#cpuBase,
      wallSeconds: (performance.now() - this.#startMs) / 1000,
      peakMemoryBytes: this.#peakMemoryBytes,
      outOfMemory: this.#outOfMemory,
    }
  }

  #look(): void {
    const { limits, onExceeded, bootSeconds } = this.#sandbox
    const { memoryBytes, inodes, processes } = this.#measure()
    const { cpuSeconds, wallSeconds } = this.#usage()
    if (this.#outOfMemory || memoryBytes > limits.memoryBytes) onExceeded('memory')
    else if (processes > limits.processes + OWN_PROCESSES) onExceeded('processes')
    else if (inodes > limits.inodes) onExceeded('inodes')
    else if (cpuSeconds > (Number.isNaN(wallSeconds) ? bootSeconds : limits.cpuSeconds)) onExceeded('cpu')
    else if (wallSeconds > limits.wallSeconds) onExceeded('wall')
  }

  #measure(): { memoryBytes: number; inodes: number; processes: number } {
    const { cgroup, limits } = this.#sandbox
    const files = this.#files()
    const counted = cgroup?.read()
    if (counted !== undefined && counted.cpuSeconds !== null) {
      this.#cpuSeconds = counted.cpuSeconds
      this.#peakMemoryBytes = counted.peakBytes
      this.#outOfMemory = counted.outOfMemoryKills > 0
      // the kernel holds the limit itself, page cache that it can drop included
      return { memoryBytes: 0, inodes: files.inodes, processes: 0 }
    }
    const tree = readTree(this.#sandbox.pid)
    this.#countCpu(tree)
    let memoryBytes = files.bytes
    for (const { residentBytes } of tree) memoryBytes += residentBytes
    // processes that share pages (forks of one parent) would be counted for each; the exact figure costs more to read,
    // and is taken twice, because it comes out too large while processes end
    if (memoryBytes > limits.memoryBytes) {
      const second = () => proportionalBytes(readTree(this.#sandbox.pid))
      memoryBytes = files.bytes + Math.min(proportionalBytes(tree), second())
    }
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, memoryBytes)
    this.#outOfMemory = (counted?.outOfMemoryKills ?? 0) > 0
    return { memoryBytes, inodes: files.inodes, processes: tree.length }
  }

  /**
   * Two lower bounds of the time used, of which the larger counts: what each process ever seen had used, and what
   * the living have used with the dead that they waited for. Short-lived children escape the first, orphans the second.
   */
  #countCpu(tree: readonly ProcessUsage[]): void {
    let living = 0
    let seen = 0
    const current = new Map<string, number>()
    for (const { pid, startTicks, cpuSeconds, childCpuSeconds } of tree) {
      current.set(`${pid}-${startTicks}`, cpuSeconds)
      living += cpuSeconds + childCpuSeconds
      seen += cpuSeconds
    }
    for (const [key, seconds] of this.#cpuByProcess) if (!current.has(key)) this.#cpuOfTheDead += seconds
    this.#cpuByProcess = current
    seen += this.#cpuOfTheDead
    this.#cpuSeconds = Math.max(this.#cpuSeconds, seen, living)
  }

  #files(): { bytes: number; inodes: number } {
    let bytes = 0
    let inodes = 0
    for (const { path, sizeBytes } of this.#sandbox.writable) {
      try {
        const { bsize, blocks, bfree, files, ffree } = statfsSync(`/proc/${this.#sandbox.pid}/root${path}`)
        // while the sandbox is being set up its root is still the host's
        if (Math.abs(bsize * blocks - sizeBytes) > bsize) continue
        bytes += bsize * (blocks - bfree)
        inodes += files - ffree
      } catch {
        // not there yet, or gone already
      }
    }
    return { bytes: bytes + inodes * INODE_BYTES, inodes }
  }
}
