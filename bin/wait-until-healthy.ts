import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until the web server says that it, the database and the rest are well.
 *
 * @param address for example `http://127.0.0.1:3000`
 * @throws Error with the last answer when that takes longer than `patienceMs`; the reason of `stop` when it is
 * aborted.
 */
export async function waitUntilHealthy(
  address: string,
  patienceMs: number,
  stop: AbortSignal,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  let last = 'no answer'
  while (Date.now() < giveUpAt) {
    stop.throwIfAborted()
    try {
      const answer = await fetch(`${address}/api/v1/health`, { signal: AbortSignal.timeout(5_000) })
      if (answer.ok) return
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`
    } catch (error) {
      last = error instanceof Error ? String(error.cause ?? error) : String(error)
    }
    await sleep(50)
  }
  throw new Error(`${address}/api/v1/health does not answer with 200; the last answer was: ${last}`)
}
