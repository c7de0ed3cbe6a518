/** Hostile scorer programs: what is true of the end of every one of them. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ScorerOutcome } from '#scoring/scorer-program/run-scorer-program.ts'
import { readScorerManifest } from '#scoring/scorer-program/scorer-manifest.ts'
import { folderOf, runProgram } from './scorer-case.ts'

/** Stands in the launcher's environment and in a file of the host; no outcome may ever hold it. */
export const SECRET = `secret-${process.pid}-${Math.random().toString(36).slice(2)}`
process.env.GRANDSTAND_TEST_SECRET = SECRET
export const hostFolder = folderOf({ 'other-team.csv': SECRET })

export const SHORT = 'cpuSeconds: 1, memoryMiB: 128'
export const ONE_OF_LIMITS = /cpuSeconds|memoryMiB|Signal|exit code/

/** The program fails, and its organiser is told why. */
export function fails(name: string, program: string, reason: RegExp): void {
  test(name, { timeout: 60_000 }, async () => {
    const outcome = await launch(program)
    assert.ok(outcome.outcome === 'scorer_fault', JSON.stringify(outcome))
    assert.match(outcome.reason, reason)
    assert.ok(outcome.stderrTail.length <= 4096 && !outcome.stderrTail.includes('\u001b'))
  })
}

/** The program ends with a score, which says how its attack went: 1 when it was held off. */
export function isHeldOff(name: string, program: string): void {
  test(name, { timeout: 60_000 }, async () => {
    assert.deepEqual(await launch(program), { outcome: 'scored', scores: { accuracy: 1 } })
  })
}

/** Runs it over a small file; nothing of it may be left, and no secret be in what it hands out. */
export async function launch(program: string): Promise<ScorerOutcome> {
  const before = readFileSync(join(program, 'scorer.yaml'))
  const manifest = await readScorerManifest(program)
  const token = `token-${Math.random().toString(36).slice(2)}`
  const outcome = await runProgram(program, {
    manifest: { ...manifest, command: [...manifest.command, token] },
  })
  assert.ok(!JSON.stringify(outcome).includes(SECRET), 'the program saw a secret of the host')
  assert.deepEqual(readFileSync(join(program, 'scorer.yaml')), before)
  assert.deepEqual(processesWith(token), [], 'processes are left')
  assert.deepEqual(readdirSync(hostFolder), ['other-team.csv'])
  return outcome
}

/** Living processes with a program's argument on their command line; the dead have none. */
function processesWith(word: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(word)
    } catch {
      return false // it ended meanwhile
    }
  })
}
