import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clusterUnits } from '#scoring/metrics/bootstrap/cluster-units.ts'
import { metricInterval } from '#scoring/metrics/bootstrap/metric-interval.ts'
import { RandomSource } from '#scoring/metrics/bootstrap/random-source.ts'
import { METRICS } from '#scoring/metrics/catalogue.ts'
import { clusterPairs } from '#scoring/metrics/cluster-pairs.ts'
import { type Contingency, contingencyOf } from '#scoring/metrics/contingency.ts'
import type { Metric } from '#scoring/metrics/metric-inputs.ts'
import { coverage } from '../../../helpers/interval-coverage.ts'

const CLUSTER_METRICS = METRICS.filter(({ info }) => info.needs === 'clusters') as Metric<'clusters'>[]

/** Entities of one to six items, some cut in two, some put with the one before, and items gone astray. */
function drawn(random: RandomSource, entities: number, shares = { cut: 0.2, joined: 0.15, astray: 0.05 }) {
  const below = (most: number) => Math.floor(random.uniform() * most)
  const truth: number[] = []
  const predicted: number[] = []
  for (let entity = 0; entity < entities; entity++) {
    const isCut = random.uniform() < shares.cut
    const home = random.uniform() < shares.joined && entity > 0 ? entity - 1 : entity
    for (let i = 1 + below(6); i > 0; i--) {
      truth.push(entity)
      const isAstray = random.uniform() < shares.astray
      predicted.push(isAstray ? 2 * below(entities) : 2 * home + (isCut && i % 2 === 1 ? 1 : 0))
    }
  }
  return contingencyOf(Uint32Array.from(truth), Uint32Array.from(predicted))
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

describe('clusterUnits', () => {
  it('adds up to the sums of the whole table', () => {
    const table = drawn(new RandomSource(1), 60)
    const units = clusterUnits(table)
    const pairs = clusterPairs(table)
    assert.equal(sum(units.items), table.itemCount)
    assert.deepEqual([units.both, units.truth, units.predicted].map(sum), [
      pairs.both,
      pairs.truth,
      pairs.predicted,
    ])
    const value = (name: string) => {
      const result = CLUSTER_METRICS.find(({ info }) => info.name === name)?.compute(table)
      return result && 'value' in result ? result.value : Number.NaN
    }
    const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} for ${b}`)
    near(sum(units.bcubedPrecision) / table.itemCount, value('bcubed_precision'))
    near(sum(units.bcubedRecall) / table.itemCount, value('bcubed_recall'))
    const logs = Math.log(table.itemCount)
    const [joint, truth, predicted] = [units.cellLogs, units.truthLogs, units.predictedLogs].map(
      (each) => logs - sum(each) / table.itemCount,
    )
    near(truth + predicted - joint, value('mutual_information_nats'))
  })
  it('counts a wrong pair once, with the cluster that has fewer items there', () => {
    // three of cluster 0 and two of cluster 1 are put together
    const { both, predicted } = clusterUnits(
      contingencyOf(Uint32Array.of(0, 0, 0, 1, 1), new Uint32Array(5).fill(7)),
    )
    assert.deepEqual([...both], [3, 1])
    assert.deepEqual([...predicted], [3, 1 + 6])
  })
})

describe('intervals of clusterings', () => {
  it('hold the value and are the same each time, for every metric', () => {
    const table = drawn(new RandomSource(2), 80)
    for (const metric of CLUSTER_METRICS) {
      const result = metric.compute(table)
      const interval = metricInterval(metric, { clusters: table })
      const { name } = metric.info
      assert.ok('value' in result && interval, name)
      assert.ok(interval.low < result.value && result.value < interval.high, name)
      assert.deepEqual(interval, metricInterval(metric, { clusters: { ...table } }), name)
    }
  })
  it('are a point where everything is right', () => {
    const numbers = Uint32Array.from({ length: 60 }, (_, i) => i % 20)
    const table = contingencyOf(numbers, numbers)
    for (const metric of CLUSTER_METRICS.filter(({ info }) => info.name !== 'mutual_information_nats')) {
      const interval = metricInterval(metric, { clusters: table })
      assert.ok(interval && interval.high - interval.low < 1e-9, metric.info.name)
    }
  })
  it('are not given from few true clusters', () => {
    const numbers = Uint32Array.from({ length: 60 }, (_, i) => i % 9)
    const [metric] = CLUSTER_METRICS
    assert.equal(metricInterval(metric, { clusters: contingencyOf(numbers, numbers) }), null)
  })
  it('hold what other samples of entities would score, 19 times of 20', () => {
    const names = ['pairwise_precision', 'pairwise_f1', 'bcubed_f1', 'adjusted_rand', 'nmi_arithmetic']
    const metrics = CLUSTER_METRICS.filter(({ info }) => names.includes(info.name))
    const random = new RandomSource(3)
    const covered = coverage<Contingency>(metrics, 'clusters', () => drawn(random, 150))
    for (const [name, share] of covered) assert.ok(share >= 0.9, `${name} ${share}`)
  })
})
