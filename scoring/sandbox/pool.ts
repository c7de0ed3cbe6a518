import { createJobFolder, type JobFolder } from './job-folder.ts'
import { Sandbox, type SandboxRequest } from './sandbox.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'
import type { SandboxOutcome, SandboxProgram } from './sandbox-job.ts'

/** A job for a program that is already running: its files are put below the pool's input folder. */
export interface PoolJob extends SandboxRequest {
  /** `name` is the relative path below the input folder, `source` a file of the host. */
  inputs: readonly { name: string; source: string }[]
  /** The program without what it does ahead of a job: for this job, should nobody wait. Default: that of the pool. */
  coldProgram?: SandboxProgram
}

export interface PoolOptions {
  program: SandboxProgram
  /** How many sandboxes wait for a job, or work on one, before no more are started ahead. */
  size: number
  /** Path inside at which a job's inputs appear; default `/input`. */
  inputFolder?: string
  /** Processor seconds that the program may take to start; default 30. */
  bootSeconds?: number
}

/**
 * Successors start when there has been room for a job for as long as it takes to start one. While jobs queue each starts its
 * own cold, which takes half the processor time of a start ahead.
 */
const REFILL_AFTER_MS = 150

interface Slot {
  sandbox: Sandbox
  folder: JobFolder
  isReady: boolean
}

/**
 * Sandboxes that are started ahead, with their program loaded, each for a single job. The program prints the line
 * `ready` on stdout, reads its request from standard input to the end, and only then looks at its input folder.
 *
 * Starting ahead takes processor time that running jobs would miss: a pool that is busy lets its jobs start cold, which
 * takes less time in all, and fills up again when there is room for more.
 */
export class SandboxPool {
  readonly #options: PoolOptions
  readonly #host: SandboxHost
  #waiting: Slot[] = []
  #running = 0
  readonly #leaving = new Set<Promise<void>>()
  #refill: NodeJS.Timeout | undefined
  #isClosed = false

  /** @throws {SandboxError} when the first sandboxes cannot even be tried. */
  constructor(options: PoolOptions, host: SandboxHost = sandboxHost()) {
    this.#options = options
    this.#host = host
    this.#fill()
  }

  /** Resolves when every waiting sandbox is ready, or its program has ended; true when all are ready. */
  async warm(): Promise<boolean> {
    this.#fill()
    const ready = await Promise.all(this.#waiting.map(({ sandbox }) => sandbox.whenReady()))
    return ready.every((isReady) => isReady)
  }

  /**
   * Runs one job in a waiting sandbox, or in a new one when none is ready.
   * @throws {SandboxError} on a fault of the platform, as `runSandboxed` does.
   */
  async run(job: PoolJob): Promise<SandboxOutcome> {
    job.signal?.throwIfAborted()
    this.#running++
    this.#fillLater()
    const slot = this.#take(job)
    try {
      for (const { name, source } of job.inputs) await slot.folder.place(name, source)
      return await slot.sandbox.finish(job)
    } finally {
      this.#running--
      this.#throwAway(slot)
      this.#fillLater()
    }
  }

  /** Ends all waiting sandboxes and clears up. Jobs that are running end by themselves or by their signal. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopFilling()
    for (const slot of this.#waiting) this.#throwAway(slot)
    this.#waiting = []
    await Promise.all(this.#leaving)
  }

  #take({ coldProgram = this.#options.program }: PoolJob): Slot {
    const ready = this.#waiting.find(({ isReady }) => isReady)
    // nobody is ready: start one for this job, and let it speak for itself should its program fail to start
    if (ready === undefined) return this.#start(coldProgram)
    this.#waiting = this.#waiting.filter((other) => other !== ready)
    return ready
  }

  /** To be called whenever a job begins or ends. */
  #fillLater(): void {
    if (this.#running < this.#options.size) {
      this.#refill ??= setTimeout(() => this.#fill(), REFILL_AFTER_MS).unref()
    } else this.#stopFilling()
  }

  #stopFilling(): void {
    clearTimeout(this.#refill)
    this.#refill = undefined
  }

  #fill(): void {
    this.#stopFilling()
    while (!this.#isClosed && this.#waiting.length + this.#running < this.#options.size) {
      this.#waiting.push(this.#start(this.#options.program))
    }
  }

  /** Nobody waits for this but `close`. What cannot be removed goes with the process. */
  #throwAway({ sandbox, folder }: Slot): void {
    const leaving = (async () => {
      await sandbox.dispose()
      await folder.remove()
    })()
      .catch(() => {})
      .finally(() => this.#leaving.delete(leaving))
    this.#leaving.add(leaving)
  }

  #start(program: SandboxProgram): Slot {
    const { inputFolder = '/input', bootSeconds = 30 } = this.#options
    const folder = createJobFolder(this.#host)
    const inputs = [{ source: folder.path, target: inputFolder }]
    const slot: Slot = {
      sandbox: new Sandbox(program, { inputs, bootSeconds }, this.#host),
      folder,
      isReady: false,
    }
    void slot.sandbox.whenReady().then((isReady) => {
      slot.isReady = isReady
    })
    return slot
  }
}
