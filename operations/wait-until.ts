import { type LiveEvent, listenToEvents } from '#store/events.ts'

/** Returns when `done` says so, asked again on each event that `concerns` it, or after `seconds`; 0 returns at once. */
export async function waitUntil(
  seconds: number,
  concerns: (event: LiveEvent) => boolean,
  done: () => Promise<boolean>,
): Promise<void> {
  if (seconds <= 0) return
  const wake = { now: () => {} }
  const stop = await listenToEvents((event) => {
    if (concerns(event)) wake.now()
  })
  try {
    const deadline = Date.now() + seconds * 1_000
    while (!(await done()) && Date.now() < deadline) {
      // an event wakes it at once; the timer covers a lost one
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(1_000, deadline - Date.now())))
        wake.now = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    stop()
  }
}
