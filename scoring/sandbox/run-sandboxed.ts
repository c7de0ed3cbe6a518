import { Sandbox } from './sandbox.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'
import type { SandboxJob, SandboxOutcome } from './sandbox-job.ts'

/**
 * Runs one program over one set of files, cut off from the network, the host's files and other jobs, within limits,
 * and says how it ended. Nothing of it is left when the promise settles.
 * @throws {SandboxError} on a fault of the platform: try again, and tell the operator when it stays.
 * @throws the signal's reason when the job was aborted
 * @example
 * await runSandboxed({
 *   command: ['/usr/bin/python3', '-I', '/input/count.py'],
 *   readOnlyBinds: [],
 *   inputs: [{ source: await folder.place('count.py', '/srv/count.py'), target: '/input/count.py' }],
 *   limits: { kind: 'python', cpuSeconds: 10, memoryBytes: 512 * 1024 * 1024, outputBytes: 65536 },
 *   resultFiles: ['/output/scores.json'],
 * })
 */
export async function runSandboxed(
  job: SandboxJob,
  host: SandboxHost = sandboxHost(),
): Promise<SandboxOutcome> {
  job.signal?.throwIfAborted()
  return new Sandbox(job, { inputs: job.inputs, bootSeconds: 0 }, host).finish(job)
}
