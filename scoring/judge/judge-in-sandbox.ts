/** Judges a predictions file in a sandbox: the one way in which the worker and the CLI come to a judgement. */
import { GrandstandError } from '#core/errors.ts'
import type { Judgement } from '#core/report.ts'
import type { TaskSpec } from '#core/task.ts'
import type { JudgeOptions } from '../judge.ts'
import { hastenMoves } from '../sandbox/cgroup.ts'
import { createJobFolder } from '../sandbox/job-folder.ts'
import { Sandbox, type SandboxRequest } from '../sandbox/sandbox.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import { sandboxHost } from '../sandbox/sandbox-host.ts'
import type { Bind, SandboxLimits, SandboxOutcome } from '../sandbox/sandbox-job.ts'
import { ANSWER_END, type JudgeRequest } from './judge-protocol.ts'
import { coldJudge } from './judge-starts.ts'
import { parseAnswer } from './parse-answer.ts'

const MIB = 1024 * 1024

/** Limits of one judging, generous for the largest files a task takes: they stop attacks, not honest submissions. */
export const JUDGE_LIMITS: SandboxLimits = {
  kind: 'node',
  cpuSeconds: 120,
  memoryBytes: 2048 * MIB,
  outputBytes: 32 * MIB,
}

/** The files of one judging, as absolute paths on the host. */
export interface JudgingFiles {
  truthPath: string
  predictionsPath: string
  /** The truth file holds the bytes of `packTruth` for this spec. */
  truthIsPacked?: boolean
  /** A table `id,…` with the columns of `options.sliceBy`. */
  slicesPath?: string
}

export interface JudgingRequest extends JudgingFiles {
  spec: TaskSpec
  options?: JudgeOptions
  limits?: SandboxLimits
  signal?: AbortSignal
}

/** A judge in its sandbox that has its files and waits to be told the task. */
export interface StartedJudge {
  /** To be called once; the results and errors of `judgeInSandbox`. */
  judge(spec: TaskSpec, options?: JudgeOptions, signal?: AbortSignal): Promise<Judgement>
  /** Ends what runs; to be called in any case. What is left on the disk goes with this process. */
  stop(): Promise<void>
  /** Removes what is left on the disk, after `stop`. */
  remove(): Promise<void>
}

/** Processor seconds that a judge may take to start before it is told its task. */
const BOOT_SECONDS = 30

/** Starts a judge while the caller is still finding out what is asked. */
export async function startJudge(
  files: JudgingFiles,
  limits: SandboxLimits = JUDGE_LIMITS,
): Promise<StartedJudge> {
  const host = sandboxHost()
  // earlier than the sandbox would
  if (host.cgroup) hastenMoves(host.cgroup)
  const program = coldJudge(files, limits)
  const folder = createJobFolder()
  try {
    const inputs: Bind[] = []
    const place = async (name: string, path: string): Promise<string> => {
      const target = `/input/${name}`
      inputs.push({ source: await folder.place(name, path), target })
      return target
    }
    const { truthIsPacked, slicesPath } = files
    const inside = {
      truthPath: await place('truth', files.truthPath),
      truthIsPacked,
      predictionsPath: await place('predictions', files.predictionsPath),
      slicesPath: slicesPath && (await place('slices', slicesPath)),
    }
    const sandbox = new Sandbox(program, { inputs, bootSeconds: BOOT_SECONDS }, host)
    // the sandbox waits for us until it is in its cgroup, so nothing else comes first
    await sandbox.whenSetUp()
    return {
      judge: async (spec, options = {}, signal) => {
        const request: JudgeRequest = { spec, options, ...inside }
        return readOutcome(await sandbox.finish(judgingOf(request, signal)))
      },
      stop: () => sandbox.dispose(),
      remove: () => folder.remove(),
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
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
  const { spec, options, limits, signal, ...files } = request
  signal?.throwIfAborted()
  const judge = await startJudge(files, limits)
  try {
    return await judge.judge(spec, options, signal)
  } finally {
    await judge.stop()
    await judge.remove()
  }
}

/** A request as a judge in its sandbox is given it. */
export function judgingOf(request: JudgeRequest, signal?: AbortSignal): SandboxRequest {
  return {
    stdin: JSON.stringify(request),
    signal,
    isWhole: (answer) => answer.at(-1) === ANSWER_END.charCodeAt(0),
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
