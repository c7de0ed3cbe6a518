import { whatToDo } from './diagnose.ts'
import { SandboxError } from './sandbox-error.ts'
import type { ResolvedLimits, Verdict } from './sandbox-job.ts'

/** Why the host ended a program before it ended itself. */
export type HostKill = 'wall' | 'cpu' | 'memory' | 'inodes' | 'processes' | 'result' | 'log'

/** Everything the verdict depends on. */
export interface Ending {
  hostKill: HostKill | null
  /** From bwrap's status stream; null when there is no exit document. */
  exitCode: number | null
  /** The kernel killed for memory within the job's cgroup. */
  outOfMemory: boolean
  cpuSeconds: number
  /** What is wrong with the result, or null. */
  resultProblem: string | null
  /** The end of stderr, which holds bwrap's own complaint when it could not start. */
  stderr: string
}

const EXIT_SIGKILL = 137
const EXIT_SIGXCPU = 152
const EXIT_SIGXFSZ = 153
/** An uncaught error, SIGTRAP, SIGABRT: how Node ends when V8 reaches the limit of its heap or the kernel gives no more. */
const NODE_FAILED: readonly number[] = [1, 133, 134]
const NODE_OUT_OF_MEMORY = /out of memory|Array buffer allocation failed/

/**
 * The verdict and one sentence about it. The first rule that fits decides.
 * @throws {SandboxError} when bwrap reported no exit (then nothing is known about the program) or the kernel did
 *   not hold the process limit.
 */
export function decideVerdict(ending: Ending, limits: ResolvedLimits): { verdict: Verdict; reason: string } {
  const { hostKill, exitCode, cpuSeconds, resultProblem } = ending
  if (hostKill !== null) return killed(hostKill, limits)
  if (exitCode === null)
    throw new SandboxError(`The sandbox ended without a word: ${whatToDo(ending.stderr)}`)
  if (ending.outOfMemory) return killed('memory', limits)
  if (cpuSeconds >= leastShare(exitCode) * limits.cpuSeconds) return killed('cpu', limits)
  if (limits.kind === 'node' && NODE_FAILED.includes(exitCode) && NODE_OUT_OF_MEMORY.test(ending.stderr))
    return killed('memory', limits)
  if (exitCode === EXIT_SIGXFSZ) {
    return { verdict: 'output_limit', reason: 'The program wrote a file that is larger than allowed' }
  }
  if (exitCode > 128) return { verdict: 'crashed', reason: `Signal ${exitCode - 128} ended the program` }
  if (exitCode !== 0) return { verdict: 'crashed', reason: `The program ended with exit code ${exitCode}` }
  if (resultProblem !== null) return { verdict: 'bad_output', reason: resultProblem }
  return { verdict: 'ok', reason: 'The program ended by itself and left a usable result' }
}

/**
 * Which share of the processor time must have been seen for a signal to mean that the time was up. On a busy machine the
 * kernel's limit, which counts ticks, and our samples differ by a good part of a second; a program that sends itself
 * the signal early on has crashed.
 */
function leastShare(exitCode: number): number {
  if (exitCode === EXIT_SIGXCPU) return 0.5
  return exitCode === EXIT_SIGKILL ? 0.9 : Number.POSITIVE_INFINITY
}

function killed(kill: HostKill, limits: ResolvedLimits): { verdict: Verdict; reason: string } {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`
  switch (kill) {
    case 'wall':
      return { verdict: 'time_limit', reason: `The program ran longer than ${limits.wallSeconds} s` }
    case 'cpu':
      return {
        verdict: 'time_limit',
        reason: `The program used more than ${limits.cpuSeconds} s of processor time`,
      }
    case 'memory':
      return {
        verdict: 'memory_limit',
        reason: `The program used more than ${mebibytes(limits.memoryBytes)}`,
      }
    case 'inodes':
      return { verdict: 'output_limit', reason: `The program made more than ${limits.inodes} files` }
    case 'processes':
      throw new SandboxError(
        'The kernel let a program have more processes than its limit: RLIMIT_NPROC needs Linux 5.14 and a user other than root; or delegate a cgroup to the worker',
      )
    case 'result':
      return { verdict: 'output_limit', reason: `The result is larger than ${limits.outputBytes} bytes` }
    case 'log':
      return { verdict: 'output_limit', reason: `The program printed more than ${limits.logBytes} bytes` }
  }
}
