/** Judges a predictions file in a sandbox: the one way in which the worker and the CLI come to a judgement. */
import { fileURLToPath } from 'node:url'
import { GrandstandError } from '#core/errors.ts'
import type { Judgement } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import type { JudgeOptions } from '../judge.ts'
import { createJobFolder } from '../sandbox/job-folder.ts'
import { runSandboxed } from '../sandbox/run-sandboxed.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import type { Bind, SandboxLimits, SandboxOutcome, SandboxProgram } from '../sandbox/sandbox-job.ts'
import { stageRuntime } from '../sandbox/stage.ts'
import type { JudgeRequest } from './judge-protocol.ts'
import { parseAnswer } from './parse-answer.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MIB = 1024 * 1024

/** Limits of one judging, generous for the largest files a task takes: they stop attacks, not honest submissions. */
export const JUDGE_LIMITS: SandboxLimits = {
  kind: 'node',
  cpuSeconds: 120,
  memoryBytes: 2048 * MIB,
  outputBytes: 32 * MIB,
}

/** The judge as a program to start, ready for a pool: it prints `ready` and waits for its request. */
export function judgeProgram(limits: SandboxLimits = JUDGE_LIMITS): SandboxProgram {
  const runtime = stageRuntime({ root: ROOT, folders: ['core', 'scoring'], packages: [] })
  return {
    command: [runtime.node, `${runtime.program}/scoring/judge-program.js`],
    readOnlyBinds: runtime.binds,
    limits,
  }
}

export interface JudgingRequest {
  spec: TaskSpec
  /** Absolute paths on the host. */
  truthPath: string
  predictionsPath: string
  /** The truth file holds the bytes of `packTruth` for this spec. */
  truthIsPacked?: boolean
  /** A table `id,…` with the columns of `options.sliceBy`. */
  slicesPath?: string
  options?: JudgeOptions
  limits?: SandboxLimits
  signal?: AbortSignal
}

/**
 * Judges one file, cut off from everything else.
 *
 * A file that cannot be judged within the limits is rejected: trying again would end the same.
 *
 * @throws SandboxError where the sandbox or the judge in it failed; try again
 * @throws GrandstandError `internal` where the truth or the task is wrong
 */
export async function judgeInSandbox(request: JudgingRequest): Promise<Judgement> {
  const program = judgeProgram(request.limits)
  const folder = await createJobFolder()
  try {
    const { truthPath, predictionsPath, slicesPath } = request
    const inputs: Bind[] = []
    const place = async (name: string, path: string): Promise<string> => {
      const target = `/input/${name}`
      inputs.push({ source: await folder.place(name, path), target })
      return target
    }
    const inside: JudgeRequest = {
      spec: request.spec,
      truthPath: await place('truth', truthPath),
      truthIsPacked: request.truthIsPacked,
      predictionsPath: await place('predictions', predictionsPath),
      slicesPath: slicesPath && (await place('slices', slicesPath)),
      options: request.options ?? {},
    }
    const outcome = await runSandboxed({
      ...program,
      inputs,
      stdin: JSON.stringify(inside),
      signal: request.signal,
    })
    return readOutcome(outcome)
  } finally {
    await folder.remove()
  }
}

/** The judgement that a finished sandbox stands for. */
export function readOutcome(outcome: SandboxOutcome): Judgement {
  switch (outcome.verdict) {
    case 'time_limit':
    case 'memory_limit':
    case 'output_limit':
      return tooHeavy(outcome)
    case 'crashed':
    case 'bad_output':
      throw new SandboxError(`The judge failed. ${outcome.reason} ${outcome.stderr}`.trim())
    case 'ok':
      break
  }
  const parsed = parseAnswer(outcome.result.bytes)
  if ('wrong' in parsed) throw new SandboxError(parsed.wrong)
  if ('fault' in parsed.answer) throw new GrandstandError('internal', parsed.answer.fault)
  return parsed.answer.judgement
}

function tooHeavy({ verdict, reason }: SandboxOutcome): Judgement {
  const message = `Judging the file was stopped. ${reason} Send a smaller or simpler file, for instance plain CSV.`
  return {
    outcome: 'rejected',
    problems: [{ code: verdict, message }],
    problemCount: 1,
    problemCounts: { [verdict]: 1 },
  }
}
