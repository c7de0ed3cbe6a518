/** What a worker has done since it started, in the text format that Prometheus reads. */
import { createServer } from 'node:http'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** From a warm judge of a small file to the longest that is allowed, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const stages = new Histogram({
  name: 'grandstand_scoring_stage_seconds',
  help: 'Time of one submission in a stage: queue, fetch, judge, write.',
  labelNames: ['stage'],
  buckets: BUCKETS,
  registers: [registry],
})

const verdicts = new Counter({
  name: 'grandstand_scorings_total',
  help: 'Scorings that ended, by how: scored, rejected, scorer_fault (an organiser’s program failed), or fault (ours, to be tried again).',
  labelNames: ['verdict'],
  registers: [registry],
})

/** Counts a scoring that ended, with its stages in milliseconds. */
export function countJudged(
  verdict: 'scored' | 'rejected' | 'scorer_fault',
  durationsMs: Readonly<Record<string, number>>,
): void {
  verdicts.inc({ verdict })
  for (const [stage, ms] of Object.entries(durationsMs)) stages.observe({ stage }, ms / 1_000)
}

/** Counts a scoring that failed on our side. */
export function countFault(): void {
  verdicts.inc({ verdict: 'fault' })
}

/**
 * Serves the figures at `http://host:port/metrics`; returns what ends it.
 *
 * @throws Error when the port is taken.
 */
export async function serveMetrics(host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}
