import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  write,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { isOfEndedProcess, processIdentity } from './process-identity.ts'
import { SandboxError } from './sandbox-error.ts'

const PREFIX = 'grandstand-job-'

/** Folders below which a cgroup can be made for each job: one folder in version 2, one per controller in version 1. */
export interface CgroupParent {
  version: 1 | 2
  memory: string
  pids: string | null
  cpu: string | null
  /** The folder of the cgroup that this process is in; null where that is not known. */
  own: string | null
}

/** What the kernel counted for one job. */
export interface CgroupUsage {
  cpuSeconds: number | null
  memoryBytes: number
  peakBytes: number
  /** Processes that the kernel killed because the job was out of memory. */
  outOfMemoryKills: number
}

/**
 * Where cgroups can be made by this process.
 * @param setting `off`; the path of a delegated version 2 folder; or undefined to look around
 * @throws {SandboxError} when the setting names a folder that does not do.
 */
export function findCgroupParent(setting: string | undefined): CgroupParent | null {
  const parent = setting === 'off' ? null : lookAround(setting)
  for (const folder of new Set([parent?.memory, parent?.pids, parent?.cpu])) if (folder) removeStale(folder)
  return parent
}

function lookAround(setting: string | undefined): CgroupParent | null {
  const own = ownCgroups()
  // a version 2 cgroup with processes in it cannot have limited children, so ours must be a leaf of a delegated one
  const leaf = own.get('') ?? null
  if (setting !== undefined && setting !== '') {
    const parent = unified(setting, leaf)
    if (parent) return parent
    throw new SandboxError(
      `GRANDSTAND_SANDBOX_CGROUP is "${setting}", but no cgroups with memory and pids limits can be made there: delegate it to the worker (systemd: Delegate=yes, DelegateSubgroup=worker) or set "off"`,
    )
  }
  return (leaf === null ? null : unified(dirname(leaf), leaf)) ?? split(own)
}

let isHastening = false

/**
 * Makes the next move into a cgroup a short one. The kernel lets the first move after a pause wait until every processor has
 * come by, 8 to 16 ms, and those in the 15 ms after it not at all. Moving this process to where it is moves nothing and
 * counts as well: here it waits beside the main thread, while that prepares a sandbox.
 */
export function hastenMoves({ own }: CgroupParent): void {
  if (own === null || isHastening) return
  try {
    const descriptor = openSync(join(own, 'cgroup.procs'), constants.O_WRONLY)
    isHastening = true
    write(descriptor, `${process.pid}`, () => {
      isHastening = false
      closeSync(descriptor)
    })
  } catch {
    // not ours to write to: then the move takes its time
  }
}

/** Removes what workers left that were killed; their jobs died with them, so the cgroups are empty. */
function removeStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX) || !isOfEndedProcess(name)) continue
    try {
      rmdirSync(join(folder, name))
    } catch {
      // another worker was quicker
    }
  }
}

function unified(folder: string, own: string | null): CgroupParent | null {
  if (!isWritable(join(folder, 'cgroup.procs')) || !isWritable(folder)) return null
  const control = join(folder, 'cgroup.subtree_control')
  try {
    const enabled = readFileSync(control, 'latin1').trim().split(' ')
    const missing = ['memory', 'pids'].filter((controller) => !enabled.includes(controller))
    if (missing.length > 0) writeFileSync(control, missing.map((controller) => `+${controller}`).join(' '))
  } catch {
    return null
  }
  return { version: 2, memory: folder, pids: folder, cpu: folder, own }
}

function split(own: ReadonlyMap<string, string>): CgroupParent | null {
  const usable = (controller: string): string | null => {
    const folder = own.get(controller)
    return folder !== undefined && isWritable(join(folder, 'cgroup.procs')) ? folder : null
  }
  const memory = usable('memory')
  if (memory === null) return null
  return { version: 1, memory, pids: usable('pids'), cpu: usable('cpuacct'), own: memory }
}

/** The controllers of version 1 that hold or count something for us; in version 2 the one without a name has them all. */
const OF_USE = new Set(['', 'memory', 'pids', 'cpuacct'])

/** The folder of this process's cgroup by version 1 controller, and under '' that of version 2. */
function ownCgroups(): Map<string, string> {
  const folders = new Map<string, string>()
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')) {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    for (const controller of controllers.split(',').filter((name) => OF_USE.has(name))) {
      const mount = mounts.find((text) => {
        const [, type = '', options = ''] = / - (\S+) \S+ (\S+)$/.exec(text) ?? []
        return controller === ''
          ? type === 'cgroup2'
          : type === 'cgroup' && options.split(',').includes(controller)
      })
      const [, , , root = '/', point] = mount?.split(' ') ?? []
      if (point === undefined) continue
      const below = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path
      if (existsSync(join(point, below))) folders.set(controller, join(point, below))
    }
  }
  return folders
}

/** The cgroup of one job. */
export class JobCgroup {
  readonly #parent: CgroupParent
  readonly #memory: string
  readonly #pids: string | null
  readonly #cpu: string | null

  /**
   * @param memoryBytes limit of the whole job, swap included
   * @param processes limit of processes and threads
   * @throws {SandboxError} when the kernel refuses.
   */
  constructor(parent: CgroupParent, memoryBytes: number, processes: number) {
    this.#parent = parent
    try {
      this.#memory = mkdtempSync(join(parent.memory, `${PREFIX}${processIdentity()}-`))
      const name = this.#memory.slice(parent.memory.length)
      this.#pids = sibling(parent.pids, name)
      this.#cpu = sibling(parent.cpu, name)
      this.#limit(memoryBytes, processes)
    } catch (cause) {
      throw new SandboxError(
        `No cgroup could be made in ${parent.memory}: delegate it to the worker, or set GRANDSTAND_SANDBOX_CGROUP=off`,
        { cause },
      )
    }
  }

  /** Moves one process, and with it all that it will start, into the cgroup. */
  attach(pid: number): void {
    for (const folder of new Set([this.#memory, this.#pids, this.#cpu])) {
      if (folder !== null) writeFileSync(join(folder, 'cgroup.procs'), `${pid}`)
    }
  }

  read(): CgroupUsage {
    const number = (folder: string, name: string): number => {
      const path = join(folder, name)
      return existsSync(path) ? Number(readFileSync(path, 'latin1')) : 0
    }
    const field = (folder: string, name: string, key: string): number =>
      Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(readFileSync(join(folder, name), 'latin1'))?.[1] ?? 0)
    const memory = this.#memory
    if (this.#parent.version === 2) {
      const memoryBytes = number(memory, 'memory.current')
      return {
        cpuSeconds: field(memory, 'cpu.stat', 'usage_usec') / 1e6,
        memoryBytes,
        peakBytes: Math.max(memoryBytes, number(memory, 'memory.peak')),
        outOfMemoryKills: field(memory, 'memory.events', 'oom_kill'),
      }
    }
    return {
      cpuSeconds: this.#cpu === null ? null : number(this.#cpu, 'cpuacct.usage') / 1e9,
      memoryBytes: number(memory, 'memory.usage_in_bytes'),
      peakBytes: number(memory, 'memory.max_usage_in_bytes'),
      outOfMemoryKills: field(memory, 'memory.oom_control', 'oom_kill'),
    }
  }

  /** Removes the cgroup once its processes are gone; the kernel may need a moment to notice. */
  async remove(): Promise<void> {
    for (const folder of new Set([this.#memory, this.#pids, this.#cpu])) {
      if (folder === null) continue
      for (let attempt = 0; ; attempt++) {
        try {
          rmdirSync(folder)
          break
        } catch (cause) {
          if (attempt === 1000) throw new SandboxError(`The cgroup ${folder} cannot be removed`, { cause })
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      }
    }
  }

  #limit(memoryBytes: number, processes: number): void {
    const write = (folder: string, name: string, value: number): void =>
      writeFileSync(join(folder, name), `${Math.ceil(value)}`)
    const present = (name: string): boolean => existsSync(join(this.#memory, name))
    if (this.#parent.version === 2) {
      write(this.#memory, 'memory.max', memoryBytes)
      write(this.#memory, 'memory.oom.group', 1)
      if (present('memory.swap.max')) write(this.#memory, 'memory.swap.max', 0)
    } else {
      write(this.#memory, 'memory.limit_in_bytes', memoryBytes)
      if (present('memory.memsw.limit_in_bytes'))
        write(this.#memory, 'memory.memsw.limit_in_bytes', memoryBytes)
    }
    if (this.#pids !== null) write(this.#pids, 'pids.max', processes)
  }
}

function sibling(folder: string | null, name: string): string | null {
  if (folder === null) return null
  mkdirSync(join(folder, name), { recursive: true })
  return join(folder, name)
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
