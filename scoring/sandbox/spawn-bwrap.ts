import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { type BwrapOptions, bwrapCommandLine, bwrapOptions, DESCRIPTORS } from './bwrap-arguments.ts'
import { whatToDo } from './diagnose.ts'
import { inheritedDescriptors } from './inherited-descriptors.ts'
import { SandboxError } from './sandbox-error.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { seccompProgram } from './seccomp.ts'

/** A bwrap process and its streams by purpose. */
export interface Bwrap {
  child: ChildProcess
  stdin: Writable
  stdout: Readable
  stderr: Readable
  /** What the program writes to descriptor 3. */
  result: Readable
  /** bwrap's own JSON documents: first the pid, at the end the exit code. */
  status: Readable
  /** One byte here lets a blocked bwrap go on; null when it is not blocked. */
  block: Writable | null
  /** Settles when bwrap has ended and all its streams are read; with an error when it could not be started. */
  closed: Promise<SandboxError | null>
}

// what stood here could be read in /proc/1/environ
const NO_ENVIRONMENT = {} as NodeJS.ProcessEnv

let devNull: number | undefined

/** Starts bwrap as the sandbox's user with an empty environment and no descriptors but its own. */
export function spawnBwrap(host: SandboxHost, options: BwrapOptions): Bwrap {
  const own: number[] = Object.values(DESCRIPTORS)
  const inherited = inheritedDescriptors().filter((descriptor) => !own.includes(descriptor))
  const optionBytes = bwrapOptions(options)
  devNull ??= openSync('/dev/null', 'r')
  const stdio = Array<'pipe' | 'ignore' | number>(Math.max(...own, ...inherited) + 1).fill('ignore')
  stdio.fill('pipe', 0, Math.max(...own) + 1)
  if (!options.block) stdio[DESCRIPTORS.block] = 'ignore'
  for (const descriptor of inherited) stdio[descriptor] = devNull
  const child = start(host, bwrapCommandLine(inherited, options.command), stdio as StdioOptions)
  const closed = new Promise<SandboxError | null>((resolve) => {
    child.once('close', () => resolve(null))
    child.once('error', (error) => resolve(spawnFault(error)))
  })
  // "pipe" gives streams that go both ways
  const streams = [...child.stdio] as unknown as (Readable & Writable)[]
  for (const stream of streams) stream?.on('error', () => {}) // EPIPE when the other end is gone already
  streams[DESCRIPTORS.options].end(optionBytes)
  streams[DESCRIPTORS.seccomp].end(seccompProgram(process.arch))
  const [stdin, stdout, stderr] = streams
  const [result, status, block] = [DESCRIPTORS.result, DESCRIPTORS.status, DESCRIPTORS.block].map(
    (d) => streams[d],
  )
  return { child, stdin, stdout, stderr, result, status, block: options.block ? block : null, closed }
}

function start(host: SandboxHost, words: readonly string[], stdio: StdioOptions): ChildProcess {
  try {
    return spawn(host.bwrap, words, { cwd: '/', env: NO_ENVIRONMENT, stdio, ...host.user })
  } catch (error) {
    throw spawnFault(error as NodeJS.ErrnoException) // some errors are thrown, the others are events
  }
}

function spawnFault(error: NodeJS.ErrnoException): SandboxError {
  const fixes: Record<string, string> = {
    ENOENT: 'bubblewrap is gone: run "apt-get install bubblewrap"',
    EINVAL:
      'the sandbox’s user does not exist in this user namespace: set GRANDSTAND_SANDBOX_UID to one that does',
    EPERM: 'this root user may not change its user id (no CAP_SETUID): run the worker as a plain user',
    EACCES: 'the user of the sandbox may not run bwrap: check the modes of its path',
    EAGAIN: 'too many processes: raise "ulimit -u" of the worker',
  }
  const fix = fixes[error.code ?? ''] ?? whatToDo(error.message)
  return new SandboxError(`bwrap could not be started: ${fix}`, { cause: error })
}
