/**
 * The program that runs inside the sandbox: it reads one request from standard input, judges, and writes one answer
 * to descriptor 3. It prints `ready` once everything is loaded; started with `--ahead` it compiles its code before that, so
 * that a pool of waiting sandboxes costs a submission no start-up time. It imports no package, to start quickly and to offer
 * little to attack. It is run as a bundle (scoring/bundle).
 */
import { closeSync, readFileSync, statSync, writeSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { GrandstandError } from '#core/errors.ts'
import { ANSWER_END, type JudgeAnswer, type JudgeRequest, SMALL_BYTES } from './judge/judge-protocol.ts'
import type { OpenTable } from './judge/opened-table.ts'
import { unpackTruth } from './judge/packed-truth.ts'
import { warmUp } from './judge/warm-up.ts'
import { judgePredictions, prepareTruth } from './judge.ts'
import { readPackedTruth } from './read-packed-truth.ts'
import { openTable } from './readers/open-table.ts'

const STDIN = 0
const STDOUT = 1
const RESULT = 3

/** In a judge that waits, the script that reads CSV is compiled already; in one that does not, making the machine code is quicker. */
const isAhead = process.argv.includes('--ahead')

function opener(path: string): OpenTable {
  return (columns, limits) => openTable(path, { columns, limits, machineCode: isAhead ? undefined : true })
}

async function answer(request: JudgeRequest): Promise<JudgeAnswer> {
  const { spec, truthPath, truthIsPacked, predictionsPath, slicesPath, options } = request
  const slices = slicesPath === undefined ? undefined : opener(slicesPath)
  try {
    const truth = truthIsPacked
      ? unpackTruth(readPackedTruth(truthPath))
      : await prepareTruth(spec, opener(truthPath))
    return { judgement: await judgePredictions(spec, truth, opener(predictionsPath), options, slices) }
  } catch (error) {
    // the judge's own words for what is wrong with truth or task; anything else is a bug and ends the program
    if (error instanceof GrandstandError) return { fault: error.message }
    throw error
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

/** Looked up while nobody waits: in a bundle its module is loaded by that, which takes some milliseconds. */
const setFlags = isAhead ? setFlagsFromString : undefined

/** A judge that was started for small files was started without V8's last compiler; one that has waited turns it off now. */
function compileFor({ truthPath, predictionsPath }: JudgeRequest): void {
  if (setFlags === undefined || statSync(truthPath).size + statSync(predictionsPath).size > SMALL_BYTES)
    return
  setFlags('--max-optimized-bytecode-size=0')
}

/** Runs one judging and ends the process. */
export async function main(): Promise<void> {
  if (isAhead) await warmUp()
  writeAll(STDOUT, 'ready\n')
  const request: JudgeRequest = JSON.parse(readFileSync(STDIN, 'utf8'))
  compileFor(request)
  writeAll(RESULT, `${JSON.stringify(await answer(request))}${ANSWER_END}`)
  // whoever waits for the answer has it now
  closeSync(RESULT)
  process.exit()
}

/** What the bundle's code is made from. */
export const rehearse = warmUp
