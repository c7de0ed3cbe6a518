/** Judges that are started ahead of their work, so that a submission waits for no program to start. */
import type { Judgement } from '#core/report.ts'
import { SandboxPool } from '../sandbox/pool.ts'
import type { SandboxLimits } from '../sandbox/sandbox-job.ts'
import { JUDGE_LIMITS, type JudgingRequest, judgeProgram, readOutcome } from './judge-in-sandbox.ts'
import type { JudgeRequest } from './judge-protocol.ts'

/** What is compiled ahead is compiled in half the time, and completely, when no threads of V8 take part. */
const AHEAD_FLAGS = ['--no-concurrent-recompilation']

/** What one judging is about; the limits are those of the pool. */
export type PooledJudging = Omit<JudgingRequest, 'limits'>

/** A pool of single-use sandboxes with the judge loaded in each. Close it, or its processes keep this one alive. */
export class JudgePool {
  readonly #sandboxes: SandboxPool

  /**
   * @param size judges that wait at a time: as many as files are judged side by side
   * @throws {SandboxError} when a sandbox cannot even be tried
   */
  constructor(size: number, limits: SandboxLimits = JUDGE_LIMITS) {
    const program = judgeProgram(limits)
    const [node, ...words] = program.command
    const ahead = { ...program, command: [node, ...AHEAD_FLAGS, ...words, '--ahead'] }
    this.#sandboxes = new SandboxPool({ program: ahead, coldProgram: program, size, inputFolder: '/input' })
  }

  /** As `judgeInSandbox`, with the same results and errors, in a sandbox that nothing else has run in or will. */
  async judge({ signal, options = {}, spec, ...files }: PooledJudging): Promise<Judgement> {
    const { truthPath, truthIsPacked, predictionsPath, slicesPath } = files
    const inputs = [
      { name: 'truth', source: truthPath },
      { name: 'predictions', source: predictionsPath },
    ]
    if (slicesPath) inputs.push({ name: 'slices', source: slicesPath })
    const inside: JudgeRequest = {
      spec,
      truthPath: '/input/truth',
      truthIsPacked,
      predictionsPath: '/input/predictions',
      slicesPath: slicesPath && '/input/slices',
      options,
    }
    return readOutcome(await this.#sandboxes.run({ inputs, stdin: JSON.stringify(inside), signal }))
  }

  /** Resolves when every waiting judge is ready or has failed to start; true when all are ready. */
  warm(): Promise<boolean> {
    return this.#sandboxes.warm()
  }

  /** Ends the judges that wait. */
  close(): Promise<void> {
    return this.#sandboxes.close()
  }
}
