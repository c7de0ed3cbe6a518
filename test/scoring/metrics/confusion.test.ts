import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { confusionOf } from '#scoring/metrics/confusion.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

describe('confusionOf', () => {
  // above about a thousand classes cells are found by sorting instead of counting
  for (const classCount of [2, 5, 1500, 60_000]) {
    it(`counts rows by true and predicted class, ${classCount} classes`, () => {
      const random = new SeededRandom(classCount)
      const truth = Uint32Array.from({ length: 3000 }, () => random.below(classCount))
      const predicted = truth.map((c) => (random.next() < 0.5 ? c : random.below(classCount)))
      const table = confusionOf(truth, predicted, classCount)
      const expected = new Map<number, number>()
      truth.forEach((t, i) => {
        const code = t * classCount + predicted[i]
        expected.set(code, (expected.get(code) ?? 0) + 1)
      })
      const cells = [...expected].sort(([a], [b]) => a - b)
      assert.deepEqual(
        [...table.counts],
        cells.map(([, count]) => count),
      )
      assert.deepEqual(
        [...table.trueClass],
        cells.map(([code]) => Math.floor(code / classCount)),
      )
      assert.deepEqual(
        [...table.predictedClass],
        cells.map(([code]) => code % classCount),
      )
      assert.equal(table.rowCount, 3000)
      assert.equal(table.support[truth[0]], truth.filter((t) => t === truth[0]).length)
      assert.equal(table.predicted[predicted[0]], predicted.filter((p) => p === predicted[0]).length)
      assert.equal(
        table.hits.reduce((a, b) => a + b),
        truth.filter((t, i) => t === predicted[i]).length,
      )
    })
  }
})
