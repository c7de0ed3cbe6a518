/** Judges that are started ahead of their work, so that a submission waits for no program to start. */
import type { Judgement } from '#core/report.ts'
import { SandboxPool } from '../sandbox/pool.ts'
import type { SandboxLimits } from '../sandbox/sandbox-job.ts'
import { JUDGE_LIMITS, type JudgingRequest, judgingOf, readOutcome } from './judge-in-sandbox.ts'
import type { JudgeRequest } from './judge-protocol.ts'
import { coldJudge, smallJudge, waitingJudge } from './judge-starts.ts'

/** What one judging is about; the limits are those of the pool. */
export type PooledJudging = Omit<JudgingRequest, 'limits'>

/** A pool of single-use sandboxes with the judge loaded in each. Close it, or its processes keep this one alive. */
export class JudgePool {
  readonly #sandboxes: SandboxPool
  readonly #limits: SandboxLimits

  /**
   * @param size judges that wait at a time: as many as files are judged side by side
   * @throws {SandboxError} when a sandbox cannot even be tried
   */
  constructor(size: number, limits: SandboxLimits = JUDGE_LIMITS) {
    this.#limits = limits
    this.#sandboxes = new SandboxPool({ program: waitingJudge(limits), size, inputFolder: '/input' })
    // its bundle may have to be made: better now than for the first job that finds nobody waiting
    smallJudge(limits)
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
    const coldProgram = coldJudge(files, this.#limits)
    return readOutcome(await this.#sandboxes.run({ inputs, coldProgram, ...judgingOf(inside, signal) }))
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
