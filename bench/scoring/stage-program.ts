/**
 * The judge up to one of its stages, as a program of its own: `stage-program.ts STAGE`, a judge's request on standard
 * input. What a stage costs is the difference to the stage before it.
 */
import { readFileSync } from 'node:fs'
import { Alignment } from '#scoring/align.ts'
import type { JudgeRequest } from '#scoring/judge/judge-protocol.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'
import { unpackTruth } from '#scoring/judge/packed-truth.ts'
import type { PreparedTruth } from '#scoring/judge/prepared-truth.ts'
import { judgePredictions } from '#scoring/judge.ts'
import { readPackedTruth } from '#scoring/read-packed-truth.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { STAGES, type Stage } from './stages.ts'

const stage = process.argv[2] as Stage
const { spec, truthPath, predictionsPath }: JudgeRequest = JSON.parse(readFileSync(0, 'utf8'))
const open: OpenTable = (columns, limits) => openTable(predictionsPath, { columns, limits })

/** Reads all rows as the judge does, and aligns them where wanted. */
async function readRows(truth: PreparedTruth, isAligned: boolean): Promise<void> {
  const table = await open((header) =>
    header.map((name) => (/^(id|id_left|id_right|prediction)$/.test(name) ? 'text' : 'number')),
  )
  const names = table.columns.filter((name) => /^id(_left|_right)?$/.test(name))
  const key = { names, positions: names.map((name) => table.columns.indexOf(name)) }
  const keys = truth.kind === 'classification' ? truth.truth.index.keys : truthOfPairs(truth)
  const coverage = truth.kind === 'classification' ? 'exact' : 'any'
  const alignment = new Alignment(keys, key, { coverage })
  for await (const batch of table.batches()) if (isAligned) alignment.add(batch)
  if (isAligned) await alignment.finish(() => table.batches())
}

function truthOfPairs(truth: PreparedTruth) {
  if (truth.kind !== 'matching-pairs') throw new TypeError(`stages of ${truth.kind} are not measured`)
  return truth.truth.keys
}

const until = STAGES.indexOf(stage)
if (until >= STAGES.indexOf('truth')) {
  const truth = unpackTruth(readPackedTruth(truthPath))
  if (stage === 'read' || stage === 'align') await readRows(truth, stage === 'align')
  if (stage === 'metrics') await judgePredictions(spec, truth, open, { primary: null })
  if (stage === 'interval') await judgePredictions(spec, truth, open)
}
