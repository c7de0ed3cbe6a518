/** The ways in which the judge is started in a sandbox: each prints `ready` and waits for its request. */
import { statSync } from 'node:fs'
import { stageProgram } from '../bundle/stage-program.ts'
import type { SandboxLimits, SandboxProgram } from '../sandbox/sandbox-job.ts'
import { SMALL_BYTES } from './judge-protocol.ts'

/** The judge keeps its data outside V8's heap and makes little garbage: a small nursery is enough, and stays small. */
const SMALL_NURSERY = '--max-semi-space-size=1'
/** Compiles on the judge's own thread: half the processor time, and nothing is left to do when the job comes. */
const OWN_THREAD = '--no-concurrent-recompilation'

/**
 * For small files: without V8's last compiler, and with V8's tables of strings as they were built, which saves a fifth of Node's
 * start. The tables then have no secret of their process; a file that made use of it would slow down its own judging, within
 * the limits, and no other.
 */
const SMALL_CODE_FLAGS = ['--max-opt=2', '--no-rehash-snapshot']

/** Memory that was used to get ready goes back to the kernel, and the threads share the rest. */
const WAITING_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: `${128 * 1024}`, MALLOC_ARENA_MAX: '1' }

/** A judge for files that are there, whose paths on the host these are. */
export function coldJudge(
  { truthPath, predictionsPath }: { truthPath: string; predictionsPath: string },
  limits: SandboxLimits,
): SandboxProgram {
  const isSmall = statSync(truthPath).size + statSync(predictionsPath).size <= SMALL_BYTES
  return isSmall ? smallJudge(limits) : judgeProgram(limits, [])
}

/** A judge for files of `SMALL_BYTES` together at most. */
export function smallJudge(limits: SandboxLimits): SandboxProgram {
  return judgeProgram(limits, [OWN_THREAD], SMALL_CODE_FLAGS)
}

/** A judge that compiles its code before its files are there, and may wait for long. */
export function waitingJudge(limits: SandboxLimits): SandboxProgram {
  const { command, ...rest } = judgeProgram(limits, [OWN_THREAD])
  return { ...rest, command: [...command, '--ahead'], env: WAITING_ENVIRONMENT }
}

/** @param codeFlags options of V8 on which its code depends */
function judgeProgram(
  limits: SandboxLimits,
  flags: readonly string[],
  codeFlags: readonly string[] = [],
): SandboxProgram {
  const { command, binds } = stageProgram('scoring/judge-program.ts', codeFlags)
  const [node, ...words] = command
  return { command: [node, SMALL_NURSERY, ...flags, ...words], readOnlyBinds: binds, limits }
}
