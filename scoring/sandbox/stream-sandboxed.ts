import type { Readable } from 'node:stream'
import { Sandbox } from './sandbox.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'
import type { SandboxJob, SandboxOutcome } from './sandbox-job.ts'

/** A program whose result is read while it runs. */
export interface SandboxStream {
  /**
   * What the program writes to descriptor 3, at most `outputBytes` of it. It is read only as fast as it is asked for:
   * meanwhile the program waits. It ends when the program closes the descriptor or ends, however that is, so look at
   * `outcome` before you believe that it is whole.
   */
  chunks: AsyncIterable<Uint8Array>
  /** How the program ended, without a result; settles once `chunks` has ended. Rejects as `runSandboxed` does. */
  outcome: Promise<SandboxOutcome>
  /**
   * To be called once `chunks` has ended, if they are whole by what stands in them: the program then counts as ended well and
   * is not waited for. Node, for one, may wait for ever for its own threads when it is to end.
   */
  accept(): void
  /** Ends the program if it has not ended, and resolves when nothing of it is left. Call it in any case. */
  stop(): Promise<void>
}

/** A program to run, whose result is what it writes to descriptor 3. */
export type StreamingJob = Omit<SandboxJob, 'resultFiles' | 'checkResult'>

/**
 * Runs a program as `runSandboxed` does, but hands out its result as a stream. Limits and verdicts are the same, for the
 * result `outputBytes` over the whole stream. Real time counts also while the program waits for its reader.
 * @throws {SandboxError} when the sandbox cannot even be tried
 */
export function streamSandboxed(job: StreamingJob, host: SandboxHost = sandboxHost()): SandboxStream {
  job.signal?.throwIfAborted()
  const taken: { chunks: AsyncIterable<Uint8Array>; result?: Readable } = { chunks: noChunks() }
  const takeResult = (result: Readable, onOverflow: () => void) => {
    taken.result = result
    // when a process ends, Node lets the streams flow that nobody listens to: what was not read yet would be lost
    result.on('readable', () => {})
    taken.chunks = limited(result, job.limits.outputBytes, onOverflow)
  }
  const sandbox = new Sandbox(job, { inputs: job.inputs, bootSeconds: 0, takeResult }, host)
  const outcome = sandbox.finish(job)
  outcome.catch(() => {}) // whoever has stopped listening is told nothing
  return {
    chunks: taken.chunks,
    outcome,
    accept: () => sandbox.accept(),
    stop: async () => {
      // bytes that nobody reads would keep the sandbox from closing
      taken.result?.destroy()
      await sandbox.dispose()
    },
  }
}

async function* noChunks(): AsyncGenerator<Uint8Array> {}

async function* limited(
  stream: Readable,
  limitBytes: number,
  onOverflow: () => void,
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > limitBytes) {
      onOverflow()
      return
    }
    yield chunk
  }
}
