import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SplitReport } from '#core/report.ts'
import { judge } from '#scoring/judge.ts'
import { type GoldenCase, goldenCases, plainCsvTable } from '../helpers/golden-cases.ts'

/** Relative tolerance of every golden value. */
const TOLERANCE = 1e-9

function confusionOf(report: SplitReport, key: string, k: number): number[][] {
  const cells = report.confusion ?? []
  if (key === 'confusion_matrix_sparse') return cells
  const matrix = Array.from({ length: k }, () => new Array<number>(k).fill(0))
  for (const [a, b, count] of cells) matrix[a][b] = count
  return matrix
}

function check(golden: GoldenCase, report: SplitReport): void {
  for (const [key, want] of Object.entries(golden.metrics)) {
    if (want === null) {
      assert.equal(typeof report.undefined[key], 'string', `${key} must be undefined with a reason`)
      assert.ok(!(key in report.scores))
    } else if (Array.isArray(want)) {
      assert.deepEqual(confusionOf(report, key, golden.spec.classes?.length ?? 0), want)
    } else {
      const got = report.scores[key] ?? report.details?.[key]
      assert.ok(
        Math.abs(got - want) <= TOLERANCE * Math.max(1, Math.abs(want)),
        `${key}: expected ${want}, got ${got}`,
      )
    }
  }
}

describe('golden cases, judged in process', () => {
  const cases = goldenCases()
  it('has all kinds', () => {
    assert.equal(new Set(cases.map((golden) => golden.spec.kind)).size, 4)
  })
  for (const golden of cases) {
    it(golden.name, async () => {
      const judgement = await judge(
        golden.spec,
        plainCsvTable(golden.truthPath),
        plainCsvTable(golden.predictionsPath),
      )
      assert.equal(judgement.outcome, 'scored')
      check(golden, judgement.splits.all as SplitReport)
    })
  }
})
