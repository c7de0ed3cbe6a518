import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgeText, places, rejected, scored } from '../../helpers/judge-cases.ts'

describe('clusters', () => {
  const SPEC = { kind: 'matching-clusters' }
  const TRUTH = 'id,cluster_id\n1,A\n2,A\n3,B\n4,B'
  it('are compared as partitions, whatever their names', async () => {
    const { splits } = await scored(SPEC, TRUTH, 'cluster_id,id\nB,2\nB,1\nzz,4\nzz,3')
    assert.equal(splits.all?.scores.adjusted_rand, 1)
    assert.deepEqual(splits.all?.details, {
      pairwise_tp: 2,
      pairwise_true_pairs: 2,
      pairwise_predicted_pairs: 2,
    })
  })
  it('need every item once and a name for every cluster', async () => {
    const { problems } = await rejected(SPEC, TRUTH, 'id,cluster_id\n1,A\n2,\n3,B\n5,B')
    assert.deepEqual(places(problems).sort(), [
      'empty_cluster 3 cluster_id',
      'missing_id - id',
      'unknown_id 5 id',
    ])
    assert.equal((await rejected(SPEC, TRUTH, 'id,cluster_id')).problems[0].code, 'no_rows')
    assert.equal((await rejected(SPEC, TRUTH, 'id,cluster\n1,A')).problemCount, 2)
  })
  it('are judged by split as the items of each split alone would be', async () => {
    const truth = 'id,cluster_id,split\n1,A,private\n2,A,public\n3,B,public\n4,B,public'
    const { splits } = await scored(SPEC, truth, 'id,cluster_id\n1,p\n2,p\n3,p\n4,q')
    const alone = await scored(SPEC, 'id,cluster_id\n2,A\n3,B\n4,B', 'id,cluster_id\n2,p\n3,p\n4,q')
    assert.deepEqual(splits.public, alone.splits.all)
    assert.equal(splits.private?.rows, 1)
    assert.match(splits.private?.undefined.pairwise_f1 ?? '', /no pair/)
  })
  it('a truth without a cluster is a fault of the truth', async () => {
    await assert.rejects(judgeText(SPEC, 'id,cluster_id\n1,', 'id,cluster_id\n1,a'), /cluster id is empty/)
  })
})

describe('ranked candidates', () => {
  const SPEC = { kind: 'matching-ranked', metrics: ['mrr', 'recall_at_1'] }
  const TRUTH = 'query_id,candidate_id\nq1,a\nq2,b\nq2,c'
  it('are sorted by rank', async () => {
    const { splits } = await scored(SPEC, TRUTH, 'query_id,candidate_id,rank\nq1,a,2\nq2,b,1\nq1,x,1\nq2,z,3')
    assert.deepEqual(splits.all?.scores, { mrr: 0.75, recall_at_1: 0.25 })
    assert.deepEqual(splits.all?.details, { n_queries_scored: 2 })
  })
  it('or by score, and ties by candidate id by code point', async () => {
    const truth = 'query_id,candidate_id\nq,c9'
    const mrr = async (rows: string) => {
      const { splits } = await scored(SPEC, truth, `query_id,candidate_id,score\n${rows}`)
      return splits.all?.scores.mrr
    }
    assert.equal(await mrr('q,c9,1\nq,c10,1'), 1 / 2)
    assert.equal(await mrr('q,c9,1\nq,\u{1F600},1\nq,\uFF5E,1'), 1)
    assert.equal(await mrr('q,c9,-0\nq,d,0'), 1)
    assert.equal(await mrr('q,c9,-2\nq,c10,-1.5'), 1 / 2)
  })
  it('of unknown queries are left out, and a query without candidates scores 0', async () => {
    const { splits } = await scored(SPEC, TRUTH, 'query_id,candidate_id,rank\nq1,a,1\nq9,a,1')
    assert.equal(splits.all?.scores.mrr, 0.5)
  })
  it('have graded relevance where the truth says so', async () => {
    const truth = 'query_id,candidate_id,relevance\nq,a,1\nq,b,3\nr,a,0'
    const spec = { ...SPEC, metrics: ['ndcg_at_1_linear', 'ndcg_at_1_exp2'] }
    const { splits } = await scored(spec, truth, 'query_id,candidate_id,rank\nq,a,1\nq,b,2\nr,a,1')
    assert.deepEqual(splits.all?.scores, { ndcg_at_1_linear: 1 / 3, ndcg_at_1_exp2: 1 / 7 })
    assert.equal(splits.all?.details?.n_queries_scored, 1)
  })
  it('stand once per query, with a finite rank', async () => {
    const { problems } = await rejected(
      SPEC,
      TRUTH,
      'query_id,candidate_id,rank\nq1,a,1\nq1,x,2\nq1,x,3\nq1,a,4\nq2,b,nan\n,b,1',
    )
    assert.deepEqual(places(problems).sort(), [
      'duplicate_id 4 query_id,candidate_id',
      'duplicate_id 5 query_id,candidate_id',
      'empty_id 7 query_id',
      'not_finite 6 rank',
    ])
  })
  it('need a column of ranks or scores, not both', async () => {
    const neither = await rejected(SPEC, TRUTH, 'query_id,candidate_id\nq1,a')
    assert.match(neither.problems[0].message, /"score" may stand in place of "rank"/)
    const both = await rejected(SPEC, TRUTH, 'query_id,candidate_id,rank,score\nq1,a,1,1')
    assert.deepEqual(places(both.problems), ['unexpected_column 1 score'])
  })
  it('are judged by split of the query', async () => {
    const truth = 'query_id,candidate_id,split\nq1,a,public\nq2,b,private\nq2,c,private'
    const { splits } = await scored(SPEC, truth, 'query_id,candidate_id,rank\nq1,a,1\nq2,x,1\nq2,b,2')
    assert.equal(splits.public?.scores.mrr, 1)
    assert.equal(splits.private?.scores.mrr, 0.5)
    assert.equal(splits.private?.rows, 2)
    const torn = 'query_id,candidate_id,split\nq,a,public\nq,b,private'
    await assert.rejects(judgeText(SPEC, torn, 'query_id,candidate_id,rank\nq,a,1'), /both splits/)
  })
  it('have relevances of at least 0', async () => {
    const truth = 'query_id,candidate_id,relevance\nq,a,-1'
    await assert.rejects(judgeText(SPEC, truth, 'query_id,candidate_id,rank\nq,a,1'), /Relevance must be/)
  })
})
