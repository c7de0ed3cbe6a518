import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'
import { judgeInSandbox } from '#scoring/judge/judge-in-sandbox.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'
import { judge } from '#scoring/judge.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { craftParquet, dataPage, dictionaryPage, plainTexts, runs } from '../readers/craft-parquet.ts'

const opener =
  (bytes: Uint8Array): OpenTable =>
  (columns, limits) =>
    openTable(bytes, { columns, limits })

const csv = (header: string, rows: readonly string[]) => Buffer.from(`${[header, ...rows].join('\n')}\n`)

const TEXT = 6
const IDS = Array.from({ length: 10 }, (_, i) => `id${i}`)
const LABELS = taskSpecSchema.parse({ kind: 'classification', classes: ['a', 'b'] })
const LABEL_TRUTH = csv(
  'id,label',
  IDS.map((id) => `${id},a`),
)

async function rejection(spec: TaskSpec, truth: Uint8Array, predictions: Uint8Array) {
  const judgement = await judge(spec, opener(truth), opener(predictions))
  assert.equal(judgement.outcome, 'rejected')
  return judgement.outcome === 'rejected' ? judgement : assert.fail()
}

/** A file of some hundred bytes with as many equal rows as wanted; its pages can be broken. */
function repeatedRow(names: readonly string[], rows: number, isBroken = false): Uint8Array {
  const body = isBroken ? Uint8Array.of(99, 99) : Buffer.concat([Uint8Array.of(1), runs([rows, 0])])
  const pages = [dictionaryPage(plainTexts(['id0']), 1), dataPage(body, rows, { encoding: 8 })]
  const columns = names.map((name) => ({ name, type: TEXT, schema: { 6: 0 }, pages }))
  return craftParquet(columns, BigInt(rows))
}

describe('rows that are too many', () => {
  it('are refused before a page of Parquet is decoded', async () => {
    for (const isBroken of [false, true]) {
      const file = repeatedRow(['id', 'prediction'], 20_000_000, isBroken)
      assert.ok(file.length < 500)
      const { problems } = await rejection(LABELS, LABEL_TRUTH, file)
      const message =
        'The file declares 20000000 rows; the limit is 1020. Expected 10 rows, one for each of the task. Remove the others.'
      assert.deepEqual(problems, [{ code: 'too_many_rows', message }])
    }
  })

  it('are refused in CSV once the limit is passed', async () => {
    const rows = Array.from({ length: 1021 }, (_, i) => `x${i},a`)
    const { problems } = await rejection(LABELS, LABEL_TRUTH, csv('id,prediction', rows))
    const message =
      'The file has more than 1020 rows, the limit. Expected 10 rows, one for each of the task. Remove the others.'
    assert.deepEqual(problems, [{ code: 'too_many_rows', message }])
  })

  it('are named one by one up to the limit', async () => {
    const rows = [...IDS, ...IDS, ...Array.from({ length: 1000 }, (_, i) => `x${i}`)].map((id) => `${id},a`)
    const { problemCounts } = await rejection(LABELS, LABEL_TRUTH, csv('id,prediction', rows))
    assert.deepEqual(problemCounts, { duplicate_id: 10, unknown_id: 1000 })
    const { problemCounts: counts } = await rejection(
      LABELS,
      LABEL_TRUTH,
      repeatedRow(['id', 'prediction'], 1020),
    )
    assert.deepEqual(counts, { duplicate_id: 1019, missing_id: 9, unknown_class: 1020 })
  })

  it('are those that the truth of each kind of task gives no room', async () => {
    const kinds: readonly [spec: object, truth: Uint8Array, columns: readonly string[], limit: number][] = [
      [{ kind: 'matching-clusters' }, csv('id,cluster_id', ['a,1', 'b,1']), ['id', 'cluster_id'], 1004],
      [
        { kind: 'matching-pairs' },
        csv('id_left,id_right,label', ['a,b,1']),
        ['id_left', 'id_right', 'score'],
        1002,
      ],
      [
        { kind: 'matching-pairs', truthForm: 'match-list' },
        csv('id_left,id_right', ['a,b', 'c,d']),
        ['id_left', 'id_right'],
        1_000_200,
      ],
      [
        { kind: 'matching-ranked' },
        csv('query_id,candidate_id', ['a,b', 'c,d']),
        ['query_id', 'candidate_id', 'rank'],
        1_002_000,
      ],
    ]
    for (const [spec, truth, columns, limit] of kinds) {
      const file = repeatedRow(columns, limit + 1, true)
      const { problems } = await rejection(taskSpecSchema.parse(spec), truth, file)
      assert.equal(problems[0].code, 'too_many_rows')
      assert.match(problems[0].message, new RegExp(`declares ${limit + 1} rows; the limit is ${limit}\\.`))
      const allowed = await rejection(taskSpecSchema.parse(spec), truth, repeatedRow(columns, limit, true))
      assert.equal(allowed.problems[0].code, 'corrupt_page')
    }
  })

  it('are refused by the program in the sandbox, which the platform and the command line share', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grandstand-row-limits-'))
    try {
      const [truthPath, predictionsPath] = ['truth', 'predictions'].map((name) => join(folder, name))
      writeFileSync(truthPath, LABEL_TRUTH)
      writeFileSync(predictionsPath, repeatedRow(['id', 'prediction'], 20_000_000))
      const judgement = await judgeInSandbox({ spec: LABELS, truthPath, predictionsPath })
      assert.equal(judgement.outcome, 'rejected')
      assert.deepEqual(judgement.problemCounts, { too_many_rows: 1 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
