import { isFinal } from '#core/submission.ts'
import { database } from '#store/database.ts'
import { waitUntil } from '../wait-until.ts'

/** Returns when the submission has reached a final status, or after `seconds`; 0 returns at once. */
export function waitForFinal(submissionId: string, seconds: number): Promise<void> {
  return waitUntil(
    seconds,
    (event) => event.kind === 'submission' && event.submissionId === submissionId,
    () => finished(submissionId),
  )
}

async function finished(id: string): Promise<boolean> {
  const found = await database().submission.findUnique({ where: { id }, select: { status: true } })
  return !found || isFinal(found.status)
}
