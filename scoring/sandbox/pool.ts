import { createJobFolder, type JobFolder } from './job-folder.ts'
import { Sandbox, type SandboxRequest } from './sandbox.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'
import type { SandboxOutcome, SandboxProgram } from './sandbox-job.ts'

/** A job for a program that is already running: its files are put below the pool's input folder. */
export interface PoolJob extends SandboxRequest {
  /** `name` is the relative path below the input folder, `source` a file of the host. */
  inputs: readonly { name: string; source: string }[]
}

export interface PoolOptions {
  program: SandboxProgram
  /** How many sandboxes wait for a job at a time. */
  size: number
  /** Path inside at which a job's inputs appear; default `/input`. */
  inputFolder?: string
  /** Processor seconds that the program may take to start; default 30. */
  bootSeconds?: number
}

interface Slot {
  sandbox: Sandbox
  folder: JobFolder
  isReady: boolean
}

/**
 * Sandboxes that are started ahead, with their program loaded, each for a single job. The program prints the line
 * `ready` on stdout, reads its request from standard input to the end, and only then looks at its input folder.
 */
export class SandboxPool {
  readonly #options: PoolOptions
  readonly #host: SandboxHost
  #waiting: Slot[] = []
  #isClosed = false

  /** @throws {SandboxError} when the first sandboxes cannot even be tried. */
  constructor(options: PoolOptions, host: SandboxHost = sandboxHost()) {
    this.#options = options
    this.#host = host
    this.#fill()
  }

  /** Resolves when every waiting sandbox is ready, or its program has ended; true when all are ready. */
  async warm(): Promise<boolean> {
    const ready = await Promise.all(this.#waiting.map(({ sandbox }) => sandbox.whenReady()))
    return ready.every((isReady) => isReady)
  }

  /**
   * Runs one job in a waiting sandbox, or in a new one when none is left, and starts a successor afterwards.
   * @throws {SandboxError} on a fault of the platform, as `runSandboxed` does.
   */
  async run(job: PoolJob): Promise<SandboxOutcome> {
    job.signal?.throwIfAborted()
    const slot = await this.#take()
    try {
      for (const { name, source } of job.inputs) await slot.folder.place(name, source)
      return await slot.sandbox.finish(job)
    } finally {
      await throwAway(slot)
      this.#fill()
    }
  }

  /** Ends all waiting sandboxes. Jobs that are running end by themselves or by their signal. */
  async close(): Promise<void> {
    this.#isClosed = true
    const slots = this.#waiting
    this.#waiting = []
    await Promise.all(slots.map((slot) => throwAway(slot)))
  }

  async #take(): Promise<Slot> {
    for (;;) {
      const slot = this.#waiting.find(({ isReady }) => isReady) ?? this.#waiting[0]
      // nobody waits: start one for this job, and let it speak for itself should its program fail to start
      if (slot === undefined) return this.#start()
      this.#waiting = this.#waiting.filter((other) => other !== slot)
      if (await slot.sandbox.whenReady()) return slot
      await throwAway(slot)
    }
  }

  #fill(): void {
    while (!this.#isClosed && this.#waiting.length < this.#options.size) this.#waiting.push(this.#start())
  }

  #start(): Slot {
    const { program, inputFolder = '/input', bootSeconds = 30 } = this.#options
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

async function throwAway({ sandbox, folder }: Slot): Promise<void> {
  await sandbox.dispose()
  await folder.remove()
}
