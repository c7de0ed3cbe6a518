/**
 * The program that runs inside the sandbox: it reads one request from standard input, judges, and writes one answer
 * to descriptor 3. It prints `ready` once everything is loaded; started with `--ahead` it compiles its code before that, so
 * that a pool of waiting sandboxes costs a submission no start-up time. It imports no package, to start quickly and to offer little to attack.
 */
import { readFileSync, writeSync } from 'node:fs'
import { GrandstandError } from '#core/errors.ts'
import type { JudgeAnswer, JudgeRequest } from './judge/judge-protocol.ts'
import type { OpenTable } from './judge/opened-table.ts'
import { unpackTruth } from './judge/packed-truth.ts'
import { warmUp } from './judge/warm-up.ts'
import { judgePredictions, prepareTruth } from './judge.ts'
import { openTable } from './readers/open-table.ts'

const STDIN = 0
const STDOUT = 1
const RESULT = 3

function opener(path: string): OpenTable {
  return (columns) => openTable(path, { columns })
}

async function answer(request: JudgeRequest): Promise<JudgeAnswer> {
  const { spec, truthPath, truthIsPacked, predictionsPath, slicesPath, options } = request
  const slices = slicesPath === undefined ? undefined : opener(slicesPath)
  try {
    const truth = truthIsPacked
      ? unpackTruth(readFileSync(truthPath))
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

if (process.argv.includes('--ahead')) await warmUp()
writeAll(STDOUT, 'ready\n')
const request: JudgeRequest = JSON.parse(readFileSync(STDIN, 'utf8'))
writeAll(RESULT, JSON.stringify(await answer(request)))
