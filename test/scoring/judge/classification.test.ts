import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { judgeText, places, rejected, scored } from '../../helpers/judge-cases.ts'

const SPEC = { kind: 'classification', classes: ['cat', 'dog', 'owl'] }
const TRUTH = `
  id,label
  1,cat
  2,dog
  3,owl
  4,dog`

describe('labels', () => {
  it('are joined by id, whatever the order of rows and columns', async () => {
    const { splits, rows, classes } = await scored(
      { ...SPEC, metrics: ['accuracy'] },
      TRUTH,
      'prediction,id\ndog,4\nowl,3\ncat,2\ncat,1',
    )
    assert.deepEqual(splits.all?.scores, { accuracy: 0.75 })
    assert.deepEqual(splits.all?.confusion, [
      [0, 0, 1],
      [1, 0, 1],
      [1, 1, 1],
      [2, 2, 1],
    ])
    assert.deepEqual(splits.all?.perClass?.[1], {
      label: 'dog',
      support: 2,
      precision: 1,
      recall: 0.5,
      f1: 2 / 3,
    })
    assert.equal(rows, 4)
    assert.deepEqual(classes, SPEC.classes)
  })
  it('compare as exact strings', async () => {
    const { problems } = await rejected(SPEC, TRUTH, 'id,prediction\n1,Cat\n2,dog\n3,owl\n04,dog')
    assert.deepEqual(places(problems).sort(), [
      'missing_id - id',
      'unknown_class 2 prediction',
      'unknown_id 5 id',
    ])
  })
  it('without declared classes take those of the truth and say so', async () => {
    const { classes, notes } = await scored(
      { kind: 'classification' },
      'id,label\n1,b\n2,a\n3,\u{1F600}\n4,\uFF5E',
      'id,prediction\n1,b\n2,b\n3,a\n4,a',
    )
    // by code point: the emoji (two UTF-16 units that sort before U+FF5E) comes last
    assert.deepEqual(classes, ['a', 'b', '\uFF5E', '\u{1F600}'])
    assert.match(notes?.[0] ?? '', /declares no classes/)
  })
  it('are judged by split where the truth has splits', async () => {
    const truth = 'id,label,split\n1,cat,public\n2,dog,private\n3,owl,public\n4,dog,private'
    const predictions = 'id,prediction\n1,cat\n2,dog\n3,cat\n4,dog'
    const spec = { ...SPEC, metrics: ['accuracy'] }
    const { splits } = await scored(spec, truth, predictions)
    assert.deepEqual(Object.keys(splits), ['public', 'private'])
    assert.equal(splits.public?.scores.accuracy, 0.5)
    assert.equal(splits.private?.scores.accuracy, 1)
    assert.equal(splits.private?.rows, 2)
    const whole = await scored(spec, truth, predictions, { whole: true })
    assert.equal(whole.splits.all?.scores.accuracy, 0.75)
  })
})

describe('probabilities', () => {
  it('of many more rows than the truth are refused row by row', async () => {
    const more = Array.from({ length: 30_000 }, (_, i) => `${i + 1},0.5,0.25,0.25`)
    const { problems, problemCount } = await rejected(SPEC, TRUTH, ['id,cat,dog,owl', ...more].join('\n'))
    assert.equal(problems[0].code, 'unknown_id')
    assert.equal(problemCount, 30_000 - 4)
  })
  const GOOD = 'id,cat,dog,owl\n1,0.8,0.1,0.1\n2,0.2,0.5,0.3\n3,0.4,0.2,0.4\n4,0,1,0'
  it('do not depend on the order of columns or rows', async () => {
    const shuffled = 'owl,id,dog,cat\n0,4,1,0\n0.3,2,0.5,0.2\n0.1,1,0.1,0.8\n0.4,3,0.2,0.4'
    const [a, b] = [await scored(SPEC, TRUTH, GOOD), await scored(SPEC, TRUTH, shuffled)]
    assert.deepEqual(Object.keys(a.splits.all?.scores ?? {}), Object.keys(b.splits.all?.scores ?? {}))
    for (const [name, value] of Object.entries(a.splits.all?.scores ?? {})) {
      assert.ok(Math.abs(value - (b.splits.all?.scores[name] ?? Number.NaN)) < 1e-14, name)
    }
  })
  it('give labels by the most probable class, the first declared one on a tie', async () => {
    const { splits } = await scored({ ...SPEC, metrics: ['accuracy'] }, TRUTH, GOOD)
    assert.equal(splits.all?.scores.accuracy, 0.75)
  })
  it('are judged by split as each split alone would be', async () => {
    const truth = 'id,label,split\n1,cat,private\n2,dog,public\n3,owl,public\n4,dog,public'
    const { splits } = await scored(SPEC, truth, GOOD, { whole: true })
    const alone = await scored(
      SPEC,
      'id,label\n2,dog\n3,owl\n4,dog',
      'id,cat,dog,owl\n2,0.2,0.5,0.3\n3,0.4,0.2,0.4\n4,0,1,0',
    )
    assert.deepEqual(splits.public, alone.splits.all)
    const all = await scored(SPEC, TRUTH, GOOD)
    for (const [name, value] of Object.entries(all.splits.all?.scores ?? {})) {
      assert.ok(Math.abs(value - (splits.all?.scores[name] ?? Number.NaN)) < 1e-14, name)
    }
  })
  it('may miss a sum of 1 by a thousandth, and no more', async () => {
    const row = (sum: string) => `id,cat,dog,owl\n1,0.5,0.25,${sum}\n2,1,0,0\n3,1,0,0\n4,1,0,0`
    await scored(SPEC, TRUTH, row('0.249'))
    await scored(SPEC, TRUTH, row('0.251'))
    const { problems } = await rejected(SPEC, TRUTH, row('0.2489'))
    assert.deepEqual(places(problems), ['row_sum 2 -'])
    assert.match(problems[0].message, /sum to 0\.9989\. Expected 1 within 0\.001/)
  })
  it('must be finite and from 0 to 1', async () => {
    const { problems, problemCount, problemCounts } = await rejected(
      SPEC,
      TRUTH,
      'id,cat,dog,owl\n1,NaN,0.5,0.5\n2,-0.1,0.6,0.5\n3,,0.5,0.5\n4,1.5,Infinity,0',
    )
    assert.deepEqual(places(problems).sort(), [
      'empty_probability 4 cat',
      'negative_probability 3 cat',
      'not_finite 2 cat',
      'not_finite 5 dog',
      'probability_above_one 5 cat',
    ])
    assert.equal(problemCount, 5)
    assert.equal(problemCounts?.not_finite, 2)
    for (const { message } of problems) assert.match(message, /^Found .+ Expected .+[;.].+\.$/)
  })
  it('leave metrics of labels defined, and those for other numbers of classes say why not', async () => {
    const { splits } = await scored({ ...SPEC, metrics: ['roc_auc', 'f1_macro'] }, TRUTH, GOOD)
    assert.match(splits.all?.undefined.roc_auc ?? '', /two classes/)
    assert.ok('f1_macro' in (splits.all?.scores ?? {}))
  })
})

describe('a file that does not fit', () => {
  it('lacks columns or has others: names what was found and what was probably meant', async () => {
    const { problems } = await rejected(SPEC, TRUTH, 'ID,predicton\n1,cat')
    assert.deepEqual(places(problems).sort(), [
      'missing_column 1 id',
      'missing_column 1 prediction',
      'unexpected_column 1 ID',
      'unexpected_column 1 predicton',
    ])
    const message = (code: string, column: string) =>
      problems.find((problem) => problem.code === code && problem.column === column)?.message ?? ''
    assert.match(message('missing_column', 'prediction'), /Found "ID", "predicton"\. Rename "predicton"/)
    assert.match(message('unexpected_column', 'ID'), /Did you mean "id"\?/)
    assert.match(
      message('unexpected_column', 'ID'),
      /one column of probabilities per class: "cat", "dog", "owl"/,
    )
  })
  it('lacks a class column or has one too many', async () => {
    const { problems } = await rejected(SPEC, TRUTH, 'id,cat,dog,fox\n1,1,0,0')
    assert.deepEqual(places(problems), ['missing_column 1 owl', 'unexpected_column 1 fox'])
  })
  it('has the other form than the task allows', async () => {
    const label = { ...SPEC, predictionForm: 'label' }
    const { problemCounts } = await rejected(label, TRUTH, 'id,cat,dog,owl\n1,1,0,0')
    assert.deepEqual(problemCounts, { missing_column: 1, unexpected_column: 3 })
    const probabilities = { ...SPEC, predictionForm: 'probabilities' }
    assert.equal((await rejected(probabilities, TRUTH, 'id,prediction\n1,cat')).problemCount, 4)
  })
  it('has a header and no rows', async () => {
    for (const header of ['id,prediction', 'id,cat,dog,owl']) {
      assert.deepEqual(places((await rejected(SPEC, TRUTH, header)).problems), ['no_rows 1 -'])
    }
  })
  it('repeats, misses and invents ids: lines of all, each kind counted', async () => {
    const { problems, problemCounts } = await rejected(
      SPEC,
      TRUTH,
      'id,prediction\n1,cat\n1,cat\n,dog\n9,dog\n2,',
    )
    assert.deepEqual(problemCounts, {
      duplicate_id: 1,
      empty_id: 1,
      empty_label: 1,
      missing_id: 2,
      unknown_id: 2,
    })
    assert.match(
      problems.find(({ code }) => code === 'duplicate_id')?.message ?? '',
      /already predicted on line 2/,
    )
  })
  it('is wrong in many rows: the first 20 of each kind are told, all are counted', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => i)
    const { problems, problemCount } = await rejected(
      SPEC,
      `id,label\n${ids.map((i) => `${i},cat`).join('\n')}`,
      `id,prediction\n${ids.map((i) => `${i},cow`).join('\n')}`,
    )
    assert.equal(problems.length, 20)
    assert.equal(problemCount, 50)
    assert.equal(problems[19].line, 21)
  })
})

describe('a truth that is wrong', () => {
  const faults: [string, string, RegExp][] = [
    ['lacks a column', 'id,class\n1,cat', /no column "label"/],
    ['has a label that is no class', 'id,label\n1,cow', /"cow" is not one of the classes/],
    ['repeats an id', 'id,label\n1,cat\n1,cat', /more than once/],
    ['has another split', 'id,label,split\n1,cat,secret', /"secret"/],
    ['is empty', 'id,label', /has no rows/],
  ]
  for (const [what, truth, message] of faults) {
    it(`${what}: is never the participant's fault`, async () => {
      await assert.rejects(judgeText(SPEC, truth, 'id,prediction\n1,cat'), (error) => {
        assert.ok(error instanceof GrandstandError)
        assert.equal(error.code, 'internal')
        assert.match(error.message, /^The truth cannot be used\./)
        assert.match(error.message, message)
        return true
      })
    })
  }
  it('so is a metric that does not exist', async () => {
    await assert.rejects(
      judgeText({ ...SPEC, metrics: ['acuracy'] }, TRUTH, 'id,prediction\n1,cat'),
      /Did you mean accuracy\?/,
    )
  })
})
