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

const SPEC = taskSpecSchema.parse({ kind: 'classification', classes: ['a', 'b'] })
const open = (text: string) => memoryTable(rows(text).header, rows(text).cells, 50)

async function slice(
  predictions: string,
  slices: string,
  by: string[][],
  metric = 'accuracy',
  sliceMetrics?: string[],
) {
  const spec = { ...SPEC, metrics: [metric] }
  const options = { sliceBy: by, sliceMetrics }
  const judgement = await judge(spec, open(TRUTH), open(predictions), options, open(slices))
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
  it('put rare combinations together', async () => {
    const names = table(
      'id,tens,ones',
      IDS.map((i) => `t${i % 6}`),
      IDS.map((i) => `o${i < 30 ? 0 : i % 11}`),
    )
    const [report] = await slice(LABELS, names, [['tens', 'ones']])
    assert.equal(report.slices.length, 24)
    assert.deepEqual(report.slices[23].values, ['(other)', '(other)'])
    assert.equal(
      report.slices.reduce((sum, each) => sum + each.rows, 0),
      120,
    )
    const others = report.slices.slice(0, 23).map(({ rows: count }) => count)
    assert.ok(Math.min(...others) >= 2)
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
  it('mark slices of few rows and compare the others', async () => {
    const some = table(
      'id,kind',
      IDS.map((i) => (i < 19 ? 'few' : i < 60 ? 'many' : 'more')),
    )
    const [report] = await slice(LABELS, some, [['kind']])
    const { few, many, more } = byValue(report)
    assert.deepEqual([few.small, many.small, more.small], [true, undefined, undefined])
    assert.ok(
      Math.abs((report.gap as number) - Math.abs((many.score as number) - (more.score as number))) < 1e-15,
    )
  })
  it('partition the rows: their accuracies, weighted by rows, are that of the whole', async () => {
    const whole = await scored({ ...SPEC, metrics: ['accuracy'] }, TRUTH, LABELS)
    for (const { slices } of await slice(LABELS, FEATURES, [['country'], ['age'], ['country', 'age']])) {
      const right = slices.reduce((sum, { rows: count, score }) => sum + count * (score as number), 0)
      assert.ok(Math.abs(right / IDS.length - (whole.splits.all?.scores.accuracy as number)) < 1e-12)
      for (const { low, score, high } of slices) {
        assert.ok((low as number) <= (score as number) && (score as number) <= (high as number))
      }
    }
  })
  it('of a perfect file have no gap, and are the same each time', async () => {
    const by = [['country'], ['age']]
    for (const report of await slice(table('id,prediction', LABEL), FEATURES, by)) assert.equal(report.gap, 0)
    assert.deepEqual(await slice(LABELS, FEATURES, by), await slice(LABELS, FEATURES, by))
  })
  it('show any metrics, those of a task or not, and need metrics, columns and a truth that can be sliced', async () => {
    const [first, second] = await slice(PROBABILITIES, FEATURES, [['country']], 'accuracy', [
      'log_loss',
      'f1_macro',
    ])
    assert.deepEqual([first.metric, second.metric], ['log_loss', 'f1_macro'])
    const [alone] = await slice(PROBABILITIES, FEATURES, [['country']], 'f1_macro')
    assert.deepEqual(second, alone)
    await assert.rejects(
      slice(LABELS, FEATURES, [['country']], 'accuracy', ['acuracy']),
      /no metric "acuracy"/,
    )
    await assert.rejects(slice(LABELS, FEATURES, [['county']]), /no column "county"/)
    const options = { sliceBy: [['country']] }
    await assert.rejects(judge(SPEC, open(TRUTH), open(LABELS), options, open(FEATURES)), /primary metric/)
    const list = taskSpecSchema.parse({ kind: 'matching-pairs', truthForm: 'match-list', metrics: ['f1'] })
    const pairs = open('id_left,id_right\na,b')
    await assert.rejects(judge(list, pairs, pairs, options, open(FEATURES)), /list of matches/)
  })
})

describe('slices of other kinds of task', () => {
  /** Judges with slices, and alone what is left of truth and predictions after `only`. */
  async function both(
    kind: string,
    metric: string,
    files: [truth: string, predictions: string],
    slices: string,
    by: string,
  ) {
    const spec = { kind, metrics: [metric] }
    const judgement = await judge(
      taskSpecSchema.parse(spec),
      open(files[0]),
      open(files[1]),
      { sliceBy: [by.split('+')] },
      open(slices),
    )
    assert.equal(judgement.outcome, 'scored')
    const [report] = judgement.slices as SliceReport[]
    return {
      report,
      alone: async (only: (line: string) => boolean) => {
        const [truth, predictions] = files.map((text) =>
          text
            .split('\n')
            .filter((line, i) => i === 0 || only(line))
            .join('\n'),
        )
        return (await scored(spec, truth, predictions)).splits.all?.scores[metric]
      },
    }
  }

  it('clusters: by attributes of the items', async () => {
    const truth = table(
      'id,cluster_id',
      IDS.map((i) => `c${i % 24}`),
    )
    const predicted = table(
      'id,cluster_id',
      IDS.map((i) => `p${i % 5 === 0 ? i % 7 : i % 24}`),
    )
    const slices = table('id,country', COUNTRY)
    const { report, alone } = await both(
      'matching-clusters',
      'bcubed_f1',
      [truth, predicted],
      slices,
      'country',
    )
    const of = (country: string) => alone((line) => COUNTRY[Number(line.split(',')[0])] === country)
    assert.equal(byValue(report).FR.score, await of('FR'))
    assert.equal(byValue(report).CH.score, await of('CH'))
  })
  it('ranked candidates: by attributes of the queries', async () => {
    const truth = `query_id,candidate_id\n${IDS.map((i) => `${i},a`).join('\n')}`
    const ranked = `query_id,candidate_id,rank\n${IDS.map((i) => `${i},${i % 4 ? 'a' : 'b'},1\n${i},${i % 4 ? 'b' : 'a'},2`).join('\n')}`
    for (const id of ['query_id', 'id']) {
      const slices = table(`${id},country`, COUNTRY)
      const { report, alone } = await both('matching-ranked', 'mrr', [truth, ranked], slices, 'country')
      const of = await alone((line) => COUNTRY[Number(line.split(',')[0])] === 'FR')
      assert.equal(byValue(report).FR.score, of)
      assert.equal(byValue(report).FR.rows, 40)
    }
  })
  describe('labelled pairs', () => {
    const pairsOf = (header: string, cell: (i: number) => string) =>
      `${header}\n${IDS.map((i) => `l${i % 30},r${i},${cell(i)}`).join('\n')}`
    const truth = pairsOf('id_left,id_right,label', (i) => String(Number(i % 3 === 0)))
    const scores = pairsOf('id_left,id_right,score', (i) => String(i % 3 === 0 || i % 10 === 1 ? 0.9 : 0.2))
    it('by attributes of the pair', async () => {
      const slices = pairsOf('id_left,id_right,source', (i) => (i % 2 ? 'web' : 'shop'))
      const { report, alone } = await both('matching-pairs', 'f1', [truth, scores], slices, 'source')
      const of = await alone((line) => Number(line.split(',')[1].slice(1)) % 2 === 1)
      assert.equal(byValue(report).web.score, of)
    })
    it('by attributes of the left and the right record', async () => {
      const records = [
        ...Array.from({ length: 30 }, (_, i) => `l${i},${i % 2 ? 'CH' : 'FR'}`),
        ...IDS.map((i) => `r${i},${i < 60 ? 'CH' : 'FR'}`),
      ]
      const slices = `id,country\n${records.join('\n')}`
      const by = 'left.country+right.country'
      const { report, alone } = await both('matching-pairs', 'accuracy', [truth, scores], slices, by)
      assert.deepEqual(report.columns, ['left.country', 'right.country'])
      const of = await alone((line) => {
        const [left, right] = line.split(',').map((id) => Number(id.slice(1)))
        return left % 2 === 1 && right >= 60
      })
      assert.equal(byValue(report)['CH|FR'].score, of)
      assert.equal(byValue(report)['CH|FR'].rows, 30)
      await assert.rejects(both('matching-pairs', 'f1', [truth, scores], slices, 'country'), /left\.country/)
    })
  })
})
