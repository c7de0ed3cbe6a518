import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgeText, places, rejected, scored } from '../../helpers/judge-cases.ts'

const LABELLED = { kind: 'matching-pairs', truthForm: 'labelled' }
const LIST = { kind: 'matching-pairs', truthForm: 'match-list' }
const TRUTH = `
  id_left,id_right,label
  a,x,1
  a,y,0
  b,y,1
  b,z,0`

describe('labelled pairs', () => {
  const GOOD = 'id_left,id_right,score\nb,z,0.6\na,x,0.9\nb,y,0.5\na,y,0.1'
  it('are joined by both ids', async () => {
    const { splits } = await scored(LABELLED, TRUTH, GOOD)
    assert.deepEqual(splits.all?.details, { tp: 2, fp: 1, fn: 0, tn: 1, best_f1_threshold: 0.5 })
    assert.equal(splits.all?.scores.precision, 2 / 3)
    assert.equal(splits.all?.scores.roc_auc, 0.75)
  })
  it('must be exactly the given ones', async () => {
    const { problems } = await rejected(
      LABELLED,
      TRUTH,
      'id_left,id_right,score\na,x,1\nx,a,1\na,y,0\na,y,0\nb,y,1',
    )
    assert.deepEqual(places(problems).sort(), [
      'duplicate_id 5 id_left,id_right',
      'missing_id - id_left,id_right',
      'unknown_id 3 id_left,id_right',
    ])
  })
  it('may be turned around where the task is symmetric, and then count as repeated', async () => {
    const turned = 'id_left,id_right,score\nz,b,0.6\na,x,0.9\ny,b,0.5\ny,a,0.1'
    const spec = { ...LABELLED, symmetric: true }
    const [a, b] = [await scored(LABELLED, TRUTH, GOOD), await scored(spec, TRUTH, turned)]
    assert.deepEqual(b.splits, a.splits)
    const { problemCounts } = await rejected(spec, TRUTH, `${turned}\nx,a,0.3`)
    assert.deepEqual(problemCounts, { duplicate_id: 1 })
  })
  it('have finite scores', async () => {
    const { problems } = await rejected(
      LABELLED,
      TRUTH,
      'id_left,id_right,score\na,x,inf\na,y,\nb,y,-3\nb,z,1e9',
    )
    assert.deepEqual(places(problems), ['not_finite 2 score', 'not_finite 3 score'])
  })
  it('are judged by split as each split alone would be', async () => {
    const truth = 'id_left,id_right,label,split\na,x,1,public\na,y,0,private\nb,y,1,private\nb,z,0,public'
    const { splits } = await scored(LABELLED, truth, GOOD)
    const alone = await scored(
      LABELLED,
      'id_left,id_right,label\na,x,1\nb,z,0',
      'id_left,id_right,score\na,x,0.9\nb,z,0.6',
    )
    assert.deepEqual(splits.public, alone.splits.all)
  })
  it('have labels 0 and 1 in the truth', async () => {
    await assert.rejects(judgeText(LABELLED, 'id_left,id_right,label\na,x,2', GOOD), /Labels are 0 or 1/)
  })
})

describe('a match list', () => {
  const MATCHES = 'id_left,id_right\na,x\nb,y\nc,z'
  it('takes any pairs: those not listed are wrong, listed ones left out are missed', async () => {
    const { splits, rows } = await scored(
      LIST,
      MATCHES,
      'id_left,id_right,score\na,x,0.9\na,y,0.8\nq,r,0.7\nb,y,0.2',
    )
    assert.deepEqual(splits.all?.details, { tp: 1, fp: 2, fn: 2, best_f1_threshold: 0.2 })
    assert.equal(splits.all?.rows, 3)
    assert.equal(rows, 4)
    assert.ok(!('accuracy' in (splits.all?.scores ?? {})))
  })
  it('takes pairs without scores as matches', async () => {
    const { splits } = await scored({ ...LIST, threshold: 7 }, MATCHES, 'id_left,id_right\na,x\na,z')
    assert.equal(splits.all?.details?.tp, 1)
    assert.equal(splits.all?.details?.fp, 1)
  })
  it('refuses a pair that is predicted twice, listed or not', async () => {
    const { problems } = await rejected(LIST, MATCHES, 'id_left,id_right\na,x\nq,r\na,x\nq,r\nr,q')
    assert.deepEqual(places(problems), ['duplicate_id 4 id_left,id_right', 'duplicate_id 5 id_left,id_right'])
    const symmetric = await rejected({ ...LIST, symmetric: true }, MATCHES, 'id_left,id_right\nq,r\nr,q')
    assert.equal(symmetric.problemCount, 1)
  })
  it('is a set: in a symmetric task both directions of a match are one match', async () => {
    const { splits } = await scored(
      { ...LIST, symmetric: true },
      'id_left,id_right\na,x\nx,a\nb,y',
      'id_left,id_right\ny,b',
    )
    assert.deepEqual(splits.all?.details, { tp: 1, fp: 0, fn: 1, best_f1_threshold: 1 })
  })
  it('says why a metric of labelled pairs has no value', async () => {
    const { splits } = await scored({ ...LIST, metrics: ['roc_auc'] }, MATCHES, 'id_left,id_right\na,x')
    assert.match(splits.all?.undefined.roc_auc ?? '', /lists matches only/)
  })
  it('counts a wrong pair in the split of its left record, else of its right one, else in both', async () => {
    const truth = 'id_left,id_right,split\na,x,public\nb,y,private'
    const fp = async (pair: string) => {
      const { splits } = await scored(LIST, truth, `id_left,id_right\n${pair}`)
      return [splits.public?.details?.fp, splits.private?.details?.fp]
    }
    assert.deepEqual(await fp('a,y'), [1, 0])
    assert.deepEqual(await fp('b,x'), [0, 1])
    assert.deepEqual(await fp('q,y'), [0, 1])
    assert.deepEqual(await fp('q,r'), [1, 1])
    // x is known as a right record only
    assert.deepEqual(await fp('x,q'), [1, 1])
  })
  it('counts matches in their own split', async () => {
    const truth = 'id_left,id_right,split\na,x,public\na,y,private\nb,z,private'
    const { splits } = await scored(LIST, truth, 'id_left,id_right\na,y\na,x')
    assert.deepEqual(splits.public?.details, { tp: 1, fp: 0, fn: 0, best_f1_threshold: 1 })
    assert.deepEqual(splits.private?.details, { tp: 1, fp: 0, fn: 1, best_f1_threshold: 1 })
  })
  it('needs pairs', async () => {
    assert.deepEqual(places((await rejected(LIST, MATCHES, 'id_left,id_right')).problems), ['no_rows 1 -'])
    const { problems } = await rejected(LIST, MATCHES, 'left_id,id_right\na,x')
    assert.match(problems[0].message, /Found "left_id", "id_right"/)
  })
})
