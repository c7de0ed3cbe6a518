import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort } from '#bin/free-port.ts'
import { countFault, countJudged, serveMetrics } from '#scoring/worker-metrics.ts'

test('what a worker did can be read over HTTP: verdicts, stages, and its own process', async () => {
  const port = await freePort()
  const end = await serveMetrics('127.0.0.1', port)
  try {
    countJudged('scored', { queue: 4, judge: 20 })
    countJudged('rejected', { queue: 6, judge: 2_000 })
    countFault()
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    const text = await answer.text()
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
    for (const line of [
      'grandstand_scorings_total{verdict="scored"} 1',
      'grandstand_scorings_total{verdict="rejected"} 1',
      'grandstand_scorings_total{verdict="fault"} 1',
      'grandstand_scoring_stage_seconds_count{stage="judge"} 2',
      'grandstand_scoring_stage_seconds_bucket{le="0.025",stage="judge"} 1',
      'grandstand_scoring_stage_seconds_sum{stage="queue"} 0.01',
    ]) {
      assert.ok(text.includes(line), line)
    }
    assert.match(text, /^process_resident_memory_bytes \d+/m)
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404)
  } finally {
    await end()
  }
})

test('a port that is taken is an error', async () => {
  const port = await freePort()
  const end = await serveMetrics('127.0.0.1', port)
  await assert.rejects(serveMetrics('127.0.0.1', port), /EADDRINUSE/)
  await end()
})
