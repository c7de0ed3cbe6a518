import { isFinal } from '#core/submission.ts'
import { database } from '#store/database.ts'
import { listenToEvents } from '#store/events.ts'

/** Returns when the submission has reached a final status, or after `seconds`; 0 returns at once. */
export async function waitForFinal(submissionId: string, seconds: number): Promise<void> {
  if (seconds <= 0) return
  const wake = { now: () => {} }
  const stop = await listenToEvents((event) => {
    if (event.kind === 'submission' && event.submissionId === submissionId) wake.now()
  })
  try {
    const deadline = Date.now() + seconds * 1_000
    while (!(await finished(submissionId)) && Date.now() < deadline) {
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

async function finished(id: string): Promise<boolean> {
  const found = await database().submission.findUnique({ where: { id }, select: { status: true } })
  return !found || isFinal(found.status)
}
