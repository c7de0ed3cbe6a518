import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SliceReport } from '#core/report.ts'
import { taskSpecSchema } from '#core/task.ts'
import { judge } from '#scoring/judge.ts'
import { rows, scored } from '../../helpers/judge-cases.ts'
import { memoryTable } from '../../helpers/memory-table.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

const random = new SeededRandom(4)
const IDS = Array.from({ length: 120 }, (_, i) => i)
const LABEL = IDS.map(() => (random.next() < 0.5 ? 'a' : 'b'))
const COUNTRY = IDS.map((i) => (i % 3 === 0 ? 'CH' : i % 3 === 1 ? 'FR' : ''))
const AGE = IDS.map((i) => String(i % 60))
/** Right for CH always, for FR half of the time, for the others never. */
const PREDICTED = IDS.map((i) => {
  const wrong = LABEL[i] === 'a' ? 'b' : 'a'
  return i % 3 === 0 || (i % 3 === 1 && i % 2 === 0) ? LABEL[i] : wrong
})

const table = (header: string, ...columns: string[][]) =>
  `${header}\n${IDS.map((i) => [i, ...columns.map((column) => column[i])].join(',')).join('\n')}`
const TRUTH = table('id,label', LABEL)
const LABELS = table('id,prediction', PREDICTED)
const PROBABILITIES = table(
  'id,a,b',
  PREDICTED.map((label) => (label === 'a' ? '0.9' : '0.1')),
  PREDICTED.map((label) => (label === 'a' ? '0.1' : '0.9')),
)

async function slice(predictions: string, slices: string, by: string[][], metric = 'accuracy') {
  const spec = taskSpecSchema.parse({ kind: 'classification', classes: ['a', 'b'], metrics: [metric] })
  const open = (text: string) => memoryTable(rows(text).header, rows(text).cells, 50)
  const judgement = await judge(spec, open(TRUTH), open(predictions), { sliceBy: by }, open(slices))
  assert.equal(judgement.outcome, 'scored')
  return judgement.slices as SliceReport[]
}

/** Slices by what they share. */
function byValue(report: SliceReport) {
  return Object.fromEntries(report.slices.map((each) => [each.values.join('|'), each]))
}

describe('slices', () => {
  const FEATURES = table('id,country,age', COUNTRY, AGE)
  for (const [form, predictions] of [
    ['labels', LABELS],
    ['probabilities', PROBABILITIES],
  ]) {
    it(`score each value, name the worst and the gap: ${form}`, async () => {
      const [report] = await slice(predictions, FEATURES, [['country']])
      const { CH, FR, '(empty)': empty } = byValue(report)
      assert.deepEqual([CH.score, FR.score, empty.score], [1, 0.5, 0])
      assert.deepEqual([CH.rows, FR.rows, empty.rows], [40, 40, 40])
      assert.ok(FR.low !== undefined && FR.high !== undefined && FR.low < 0.5 && FR.high > 0.5)
      assert.equal(report.gap, 1)
      assert.deepEqual(report.slices[report.worst as number].values, ['(empty)'])
    })
    it(`agree with judging the rows of a slice alone: ${form}`, async () => {
      const metric = form === 'labels' ? 'f1_macro' : 'log_loss'
      const [report] = await slice(predictions, FEATURES, [['country']], metric)
      const only = (text: string) =>
        text
          .split('\n')
          .filter((_, line) => line === 0 || COUNTRY[line - 1] === 'FR')
          .join('\n')
      const spec = { kind: 'classification', classes: ['a', 'b'], metrics: [metric] }
      const alone = await scored(spec, only(TRUTH), only(predictions))
      assert.equal(byValue(report).FR.score, alone.splits.all?.scores[metric])
    })
  }
  it('cut many numbers into quarters of the rows', async () => {
    const [report] = await slice(LABELS, FEATURES, [['age']])
    assert.deepEqual(
      report.slices.map(({ values, rows: count }) => [values[0], count]),
      [
        ['[0, 15)', 30],
        ['[15, 30)', 30],
        ['[30, 45)', 30],
        ['[45, 59]', 30],
      ],
    )
  })
  it('combine columns', async () => {
    const [report] = await slice(LABELS, FEATURES, [['country', 'age']])
    assert.deepEqual(report.columns, ['country', 'age'])
    assert.equal(report.slices.length, 12)
    assert.equal(byValue(report)['CH|[0, 15)'].score, 1)
    assert.equal(
      report.slices.reduce((sum, each) => sum + each.rows, 0),
      120,
    )
  })
  it('in the other direction call the largest loss the worst', async () => {
    const [report] = await slice(PROBABILITIES, FEATURES, [['country']], 'log_loss')
    assert.deepEqual(report.slices[report.worst as number].values, ['(empty)'])
    assert.ok((report.gap as number) > 1)
  })
  it('put rare values together, and rows that the table lacks with the empty ones', async () => {
    const names = table(
      'id,name',
      IDS.map((i) => `n${i % 40}`),
    )
    const [many] = await slice(LABELS, names, [['name']])
    assert.equal(many.slices.length, 20)
    assert.equal(byValue(many)['(other)'].rows, 3 * 21)
    const [few] = await slice(LABELS, 'id,kind\n0,x\n999,y', [['kind']])
    assert.deepEqual(
      few.slices.map(({ values, rows: count }) => [values[0], count]),
      [
        ['x', 1],
        ['(empty)', 119],
      ],
    )
    // one row is too few to be the worst
    assert.equal(few.worst, undefined)
  })
  it('need the columns, a primary metric and a classification task', async () => {
    await assert.rejects(
      slice(LABELS, FEATURES, [['county']]),
      /no column "county".*Rename|no column "county"/,
    )
    const open = (text: string) => memoryTable(rows(text).header, rows(text).cells)
    const spec = taskSpecSchema.parse({ kind: 'classification' })
    const options = { sliceBy: [['country']] }
    await assert.rejects(judge(spec, open(TRUTH), open(LABELS), options, open(FEATURES)), /primary metric/)
  })
})
