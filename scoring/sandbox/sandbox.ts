import { readlinkSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { collectHead, collectTail } from './bounded-stream.ts'
import { writablePlaces } from './bwrap-arguments.ts'
import { type CgroupParent, hastenMoves, JobCgroup } from './cgroup.ts'
import { COLLECTOR_OVERHEAD_BYTES, collectorCommand, parseCollected } from './collector.ts'
import { readProcess } from './process-tree.ts'
import { COLLECTOR_PROCESSES, prlimitCommand } from './resource-limits.ts'
import { SandboxError } from './sandbox-error.ts'
import type { SandboxHost } from './sandbox-host.ts'
import {
  type Bind,
  type ResolvedLimits,
  resolveLimits,
  type SandboxJob,
  type SandboxOutcome,
  type SandboxProgram,
} from './sandbox-job.ts'
import { type Bwrap, spawnBwrap } from './spawn-bwrap.ts'
import { decideVerdict, type HostKill } from './verdict.ts'
import { type Usage, Watchdog } from './watchdog.ts'

/** What a started program is given to do. */
export interface SandboxRequest extends Pick<SandboxJob, 'stdin' | 'checkResult' | 'signal'> {
  /**
   * Whether these bytes on descriptor 3 are all of the result. Once it is closed after such bytes, the program counts as ended
   * well: it is killed, and `finish` does not wait for its end. `dispose` does, and has to be called. Not with result files.
   */
  isWhole?: (result: Uint8Array) => boolean
}

/** How to start: `bootSeconds` of processor time are allowed on top before the request; 0 for a cold run. */
export interface StartOptions {
  inputs: readonly Bind[]
  bootSeconds: number
  /**
   * Takes what the program writes to descriptor 3 as it comes, instead of collecting it; the stream has to be read to
   * its end or destroyed. Not with result files.
   */
  takeResult?: (result: Readable, onOverflow: () => void) => void
}

/** How long bwrap may take to set up a sandbox before it counts as a fault of the platform, milliseconds. */
const SETUP_TIMEOUT_MS = 20_000
const READY_LINE = 'ready\n'

/**
 * One sandbox, for one job: started with its program, then given one request by `finish`, or thrown away by
 * `dispose`. A program that is started ahead prints the line `ready` on stdout once it waits for its standard input.
 */
export class Sandbox {
  readonly #program: SandboxProgram
  readonly #limits: ResolvedLimits
  readonly #bwrap: Bwrap
  readonly #cgroupParent: CgroupParent | null
  #cgroup: JobCgroup | null = null
  readonly #bootSeconds: number
  readonly #ready = Promise.withResolvers<boolean>()
  readonly #setup = Promise.withResolvers<void>()
  readonly #resultEnded = Promise.withResolvers<void>()
  readonly #accepted = Promise.withResolvers<void>()
  /** What was collected; null when the result was taken as a stream. */
  readonly #result: () => Uint8Array | null
  readonly #stdout: () => string
  readonly #stderr: () => string
  #init: { pid: number; startTicks: number } | null = null
  #watchdog: Watchdog | null = null
  #cleared: Promise<void> | undefined
  #isKilled = false
  #isAnswered = false
  #exitCode: number | null = null
  #hostKill: HostKill | null = null
  #fault: SandboxError | null = null
  #usage: Usage = { cpuSeconds: 0, wallSeconds: 0, peakMemoryBytes: 0, outOfMemory: false }

  /** @throws {SandboxError} when the sandbox cannot even be tried; later faults reject `finish`. */
  constructor(program: SandboxProgram, options: StartOptions, host: SandboxHost) {
    if (!isMainThread()) {
      throw new SandboxError(
        'Sandboxes die with the thread that started them: start them from the main thread',
      )
    }
    this.#program = program
    this.#limits = resolveLimits(program.limits)
    this.#bootSeconds = options.bootSeconds
    this.#cgroupParent = host.cgroup
    if (host.cgroup) hastenMoves(host.cgroup)
    this.#bwrap = spawnBwrap(host, {
      command: this.#command(),
      limits: this.#limits,
      binds: [...program.readOnlyBinds, ...options.inputs],
      env: program.env ?? {},
      procFolder: host.procFolder,
      block: host.cgroup !== null,
    })
    void this.#bwrap.closed.then((fault) => {
      this.#fault ??= fault
      this.#setup.resolve()
      this.#ready.resolve(false)
    })
    const { outputBytes, logBytes } = this.#limits
    const { result, stdout, stderr } = this.#bwrap
    const overhead = program.resultFiles ? COLLECTOR_OVERHEAD_BYTES : 0
    const onOverflow = () => this.#kill('result')
    if (options.takeResult) {
      options.takeResult(result, onOverflow)
      this.#result = () => null
    } else this.#result = collectHead(result, outputBytes + overhead, onOverflow)
    result.once('end', () => this.#resultEnded.resolve())
    this.#stdout = collectTail(stdout, logBytes, () => this.#kill('log'))
    this.#stderr = collectTail(stderr, logBytes, () => this.#kill('log'))
    this.#listenToStatus()
    this.#listenForReady()
  }

  /** True once the program has printed the line `ready`; false when it printed something else, ended, or took too long. */
  whenReady(): Promise<boolean> {
    return this.#ready.promise
  }

  /** Resolves once the program has been started within its limits, or cannot be: then `finish` says why. */
  whenSetUp(): Promise<void> {
    return this.#setUp()
  }

  /** Gives the program its request, waits for its end and judges it. To be called once. */
  async finish(request: SandboxRequest): Promise<SandboxOutcome> {
    const abort = (): void => this.#killTree()
    if (request.signal?.aborted) abort()
    request.signal?.addEventListener('abort', abort, { once: true })
    try {
      await this.#setUp()
      this.#bwrap.stdin.end(request.stdin)
      this.#watchdog?.restart()
      await this.#answerOrEnd(request.isWhole)
    } finally {
      request.signal?.removeEventListener('abort', abort)
      if (!this.#isAnswered) await this.#clear()
    }
    request.signal?.throwIfAborted()
    return this.#judge(request.checkResult)
  }

  /** Waits for the end of the program, or for its whole result, with which it is ended. */
  async #answerOrEnd(isWhole: SandboxRequest['isWhole']): Promise<void> {
    if (isWhole) {
      void this.#resultEnded.promise.then(() => {
        const result = this.#result()
        if (result !== null && isWhole(result)) this.accept()
      })
    }
    await Promise.race([this.#bwrap.closed, this.#accepted.promise])
  }

  /**
   * Takes what has come on descriptor 3, which the program has closed, for all of its result: unless it has ended already, or
   * was ended for a limit, it is killed and counts as ended well. `dispose` waits for its end.
   */
  accept(): void {
    if (this.#isKilled || this.#exitCode !== null) return
    this.#isAnswered = true
    // whatever its own end would have been
    this.#exitCode = 0
    this.#killTree()
    this.#usage = this.#watchdog?.stop() ?? this.#usage
    this.#accepted.resolve()
  }

  /** Ends the program without a verdict. */
  async dispose(): Promise<void> {
    this.#killTree()
    await this.#setUp()
    await this.#bwrap.closed
    await this.#clear()
  }

  #command(): string[] {
    const { command, resultFiles } = this.#program
    const { kind, memoryBytes, outputBytes, processes } = this.#limits
    const [executable = '', ...rest] = command
    const heapMebibytes = Math.floor((0.75 * memoryBytes) / 1024 / 1024)
    const program =
      kind === 'node' ? [executable, `--max-old-space-size=${heapMebibytes}`, ...rest] : [...command]
    const limit = (nproc: number, inner: string[]): string[] =>
      prlimitCommand(this.#limits, nproc, this.#bootSeconds, inner)
    if (!resultFiles) return limit(processes, program)
    // the program's own, lower process limit leaves the collector room to start its children
    const capped = ['/usr/bin/prlimit', `--nproc=${processes}`, '--', ...program]
    return limit(processes + COLLECTOR_PROCESSES, collectorCommand(resultFiles, outputBytes, capped))
  }

  #listenToStatus(): void {
    let status = ''
    this.#bwrap.status.on('data', (chunk: Buffer) => {
      status += chunk.toString('latin1')
      const pid = /"child-pid": (\d+)/.exec(status)?.[1]
      if (pid !== undefined && this.#init === null) this.#attach(Number(pid))
      const exit = /"exit-code": (\d+)/.exec(status)?.[1]
      if (exit !== undefined) this.#exitCode = Number(exit)
    })
  }

  #listenForReady(): void {
    let heard = ''
    const { stdout } = this.#bwrap
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString('latin1')
      if (!heard.includes('\n') && heard.length < READY_LINE.length) return
      stdout.off('data', hear)
      this.#ready.resolve(heard.startsWith(READY_LINE))
    }
    stdout.on('data', hear)
    // a program that never says so would be waited for without end
    const timer = setTimeout(() => this.#ready.resolve(false), 3000 * this.#bootSeconds)
    void this.#ready.promise.then(() => clearTimeout(timer))
  }

  #attach(pid: number): void {
    this.#init = { pid, startTicks: readProcess(pid)?.startTicks ?? -1 }
    if (this.#isKilled) this.#killTree()
    try {
      const { memoryBytes, processes } = this.#limits
      this.#cgroup =
        this.#cgroupParent && new JobCgroup(this.#cgroupParent, memoryBytes, processes + COLLECTOR_PROCESSES)
      this.#cgroup?.attach(pid)
    } catch (cause) {
      // "no such process": it ended meanwhile, and has said why
      if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') this.#fault = cgroupFault(cause)
      this.#killTree()
      return
    }
    this.#watchdog = new Watchdog({
      pid,
      limits: this.#limits,
      writable: writablePlaces(this.#limits),
      cgroup: this.#cgroup,
      bootSeconds: this.#bootSeconds,
      onExceeded: (kill) => this.#kill(kill),
    })
    this.#bwrap.block?.end('1')
    this.#setup.resolve()
  }

  async #setUp(): Promise<void> {
    const timer = setTimeout(() => {
      this.#fault ??= new SandboxError(
        `bwrap set nothing up within ${SETUP_TIMEOUT_MS / 1000} s: is the machine overloaded?`,
      )
      this.#killTree(true)
    }, SETUP_TIMEOUT_MS)
    await this.#setup.promise
    clearTimeout(timer)
  }

  #kill(reason: HostKill): void {
    if (this.#hostKill !== null) return
    // the last of its output may be read after its end is known, and too much of it is too much all the same
    if (this.#exitCode !== null && reason !== 'result' && reason !== 'log') return
    this.#hostKill = reason
    this.#killTree()
  }

  /** Process 1 of the namespace takes everything inside with it, whatever it blocked or however it forked. */
  #killTree(isLate = false): void {
    this.#isKilled = true
    const init = this.#init
    // a bwrap that is killed while it makes process 1 leaves it waiting for ever: both are killed once it says which that is
    if (init === null && !isLate) return
    if (init !== null && this.#isInit(init)) sendKill(init.pid)
    this.#bwrap.child.kill('SIGKILL')
  }

  /** A zombie counts as gone: process 1 ends only after all others in its namespace, and the host's init collects it. */
  #isInit({ pid, startTicks }: { pid: number; startTicks: number }): boolean {
    const found = readProcess(pid)
    return found?.startTicks === startTicks && !found.isZombie
  }

  /** Waits until process 1, and so every process inside, is gone, and removes the cgroup; once. */
  #clear(): Promise<void> {
    this.#cleared ??= (async () => {
      this.#usage = this.#watchdog?.stop() ?? this.#usage
      while (this.#init !== null && this.#isInit(this.#init)) await pause(2)
      await this.#cgroup?.remove()
    })()
    return this.#cleared
  }

  #judge(checkResult: SandboxRequest['checkResult']): SandboxOutcome {
    if (this.#fault) throw this.#fault
    const { resultFiles } = this.#program
    const collected = this.#result()
    const bytes = collected ?? new Uint8Array(0)
    const { result, problem } = resultFiles
      ? parseCollected(bytes, resultFiles)
      : {
          result: { bytes, files: new Map() },
          problem: collected?.length === 0 ? 'The program wrote no result' : null,
        }
    const clean = this.#hostKill === null && this.#exitCode === 0
    const resultProblem = problem ?? (clean ? (checkResult?.(result) ?? null) : null)
    const stderr = this.#stderr()
    const usage = this.#usage
    const ending = { ...usage, hostKill: this.#hostKill, exitCode: this.#exitCode, resultProblem, stderr }
    return {
      ...decideVerdict(ending, this.#limits),
      result,
      exitCode: this.#hostKill === null ? this.#exitCode : null,
      stdout: this.#stdout(),
      stderr,
      cpuSeconds: usage.cpuSeconds,
      wallSeconds: usage.wallSeconds,
      peakMemoryBytes: usage.peakMemoryBytes,
    }
  }
}

/** What node:worker_threads would say, which takes some milliseconds to load. */
function isMainThread(): boolean {
  const [, processId, threadId] = /^(\d+)\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self')) ?? []
  return processId !== undefined && processId === threadId
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function cgroupFault(cause: unknown): SandboxError {
  if (cause instanceof SandboxError) return cause
  return new SandboxError('The sandbox could not be put into its cgroup', { cause })
}

function sendKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has just ended
  }
}
