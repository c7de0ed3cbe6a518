/** Runs one program and says what it cost, with all the processes it started. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Program } from './programs.ts'

/** Node cannot ask the kernel what a child has used; Debian's Python can (wait4). */
const WRAPPER = fileURLToPath(new URL('peers/measure.py', import.meta.url))

export interface Cost {
  wallSeconds: number
  /** User and system time, of children as well. */
  cpuSeconds: number
  /** The largest process's resident memory. */
  peakMebibytes: number
}

/** What a program printed, and what it cost. */
export interface Measured extends Cost {
  output: string
}

/** @throws Error when the program fails */
export async function measure(program: Program): Promise<Measured> {
  const stdin = program.stdin === undefined ? 'ignore' : openSync(program.stdin, 'r')
  const child = spawn('/usr/bin/python3', [WRAPPER, ...program.command], {
    stdio: [stdin, 'pipe', 'pipe', 'pipe', 'pipe'],
  })
  if (typeof stdin === 'number') closeSync(stdin)
  const streams = child.stdio.slice(1).map((stream) => text(stream as Readable))
  const [printed, errors, result, figures] = await Promise.all(streams)
  if (figures === '') throw new Error(`${program.name} could not be started: ${errors}`)
  const { exitCode, ...cost } = JSON.parse(figures)
  if (exitCode !== 0) throw new Error(`${program.name} ended with ${exitCode}: ${errors.slice(-2000)}`)
  return { ...cost, output: result === '' ? printed : result }
}
