/** Runs one command and says what it cost, with all the processes it started. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { proportionalBytes, readTree } from '#scoring/sandbox/process-tree.ts'

/** Node cannot ask the kernel what a child has used; Debian's Python can (wait4). */
const WRAPPER = fileURLToPath(new URL('../scoring/peers/measure.py', import.meta.url))
const SAMPLE_MS = 50

export interface TreeCost {
  wallSeconds: number
  /** User and system time of all processes. */
  cpuSeconds: number
  /** The largest sum of proportional set sizes over all processes at one time, sampled every 50 ms. */
  peakMebibytes: number
}

/** @throws Error when the command fails */
export async function measureTree(command: readonly string[]): Promise<TreeCost & { output: string }> {
  const child = spawn('/usr/bin/python3', [WRAPPER, ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'pipe'],
  })
  let peakBytes = 0
  const sampler = setInterval(() => {
    if (child.pid !== undefined) peakBytes = Math.max(peakBytes, proportionalBytes(readTree(child.pid)))
  }, SAMPLE_MS)
  const [, stdout, stderr, , figures] = child.stdio
  const texts = [stdout, stderr, figures].map((stream) => text(stream as NodeJS.ReadableStream))
  const [output, errors, cost] = await Promise.all(texts).finally(() => clearInterval(sampler))
  const { exitCode, wallSeconds, cpuSeconds } = JSON.parse(cost)
  if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}: ${errors.slice(-2000)}`)
  return { output, wallSeconds, cpuSeconds, peakMebibytes: peakBytes / 2 ** 20 }
}
