import { after, before } from 'node:test'
import { runWorker } from '#scoring/worker.ts'
import { closeSender } from '#store/queue.ts'

/** Runs a worker in this process while the tests of the surrounding suite run, and lets it end in order after them. */
export function workerForSuite(): void {
  const stop = new AbortController()
  let worker: Promise<void>
  before(() => {
    worker = runWorker(stop.signal)
  })
  after(async () => {
    await closeSender()
    stop.abort()
    await worker
  })
}
