/** A file or folder of the host, shown read-only at an absolute path inside. */
export interface Bind {
  /** Absolute path on the host; the sandbox's user must be able to reach it (see `stageProgram`, `createJobFolder`). */
  source: string
  /** Absolute path inside, for example `/input/ref/truth.csv`. */
  target: string
}

/** Which address space rules apply: V8 reserves far more than it uses, an ordinary program does not. */
export type ProgramKind = 'node' | 'python' | 'native'

/** What one program may use. Everything is counted over all of its processes together. */
export interface SandboxLimits {
  kind: ProgramKind
  /** Processor time in seconds, user and system. */
  cpuSeconds: number
  /** Real time in seconds; default 3 x cpuSeconds, because a busy neighbour can double the real time. */
  wallSeconds?: number
  /** Resident memory and everything written to /tmp, /dev/shm and /output, in bytes; at least 32 MiB. */
  memoryBytes: number
  /** Bytes of the result (all result files together). */
  outputBytes: number
  /** Bytes of stdout, and again of stderr, after which the program is stopped; default 4 MiB. */
  logBytes?: number
  /** Processes and threads; default 64. */
  processes?: number
}

/** A program to start: everything that is known before the submission is. */
export interface SandboxProgram {
  /** Path inside and arguments. */
  command: readonly string[]
  readOnlyBinds: readonly Bind[]
  /** The whole environment of the program, apart from PATH, HOME, LANG and thread counts that are always set. */
  env?: Readonly<Record<string, string>>
  limits: SandboxLimits
  /**
   * Files that the program leaves behind, absolute paths below `/output`. When absent the program writes its
   * result to descriptor 3.
   */
  resultFiles?: readonly string[]
}

/** One program over one set of inputs. */
export interface SandboxJob extends SandboxProgram {
  inputs: readonly Bind[]
  /** Bytes on the program's standard input; nothing when absent. */
  stdin?: Uint8Array | string
  /** Says why a result is not usable (verdict `bad_output`), or null when it is. */
  checkResult?: (result: SandboxResult) => string | null
  /** Ends the program at once; the promise then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** How a run ended. Faults of the platform are no verdict: they throw `SandboxError`. */
export type Verdict = 'ok' | 'time_limit' | 'memory_limit' | 'output_limit' | 'crashed' | 'bad_output'

/** What the program handed out: untrusted bytes, at most `outputBytes` of them. */
export interface SandboxResult {
  /** The bytes written to descriptor 3; empty when result files were asked for. */
  bytes: Uint8Array
  /** The result files that exist and are regular files, by the path that was asked for. */
  files: ReadonlyMap<string, Uint8Array>
}

export interface SandboxOutcome {
  verdict: Verdict
  /** One sentence on the verdict, for the organiser: what limit, what exit code. */
  reason: string
  result: SandboxResult
  /** 0-255 as a shell reports it (128 + signal), or null when the host ended the program. */
  exitCode: number | null
  /** The last 16 KiB of each stream, decoded as UTF-8 with replacement characters. */
  stdout: string
  stderr: string
  /** Processor time of all processes; sampled every 25 ms unless a cgroup counts it. */
  cpuSeconds: number
  wallSeconds: number
  /** Highest sum of resident memory seen, with the bytes on tmpfs. */
  peakMemoryBytes: number
}

/** The limits with every default filled in. */
export interface ResolvedLimits extends Required<SandboxLimits> {
  /** Files and folders on the writable file systems together; each costs the kernel about 1 KiB. */
  inodes: number
}

const MIB = 1024 * 1024

/**
 * Fills in the defaults.
 * @throws {RangeError} when a limit is not a positive finite number or memory is below 32 MiB.
 */
export function resolveLimits(limits: SandboxLimits): ResolvedLimits {
  const resolved: ResolvedLimits = {
    wallSeconds: 3 * limits.cpuSeconds,
    logBytes: 4 * MIB,
    processes: 64,
    inodes: 16_384,
    ...limits,
  }
  for (const [name, value] of Object.entries(resolved)) {
    if (typeof value === 'number' && !(Number.isFinite(value) && value > 0)) {
      throw new RangeError(`The limit ${name} is ${value}; it must be a positive number`)
    }
  }
  if (resolved.memoryBytes < 32 * MIB) {
    throw new RangeError(`The limit memoryBytes is ${resolved.memoryBytes}; it must be at least ${32 * MIB}`)
  }
  return resolved
}
