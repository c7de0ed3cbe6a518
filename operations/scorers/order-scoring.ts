import { database, transaction } from '#store/database.ts'
import { enqueue, submissionsWithoutJob } from '#store/queue.ts'
import { listUnscored } from '#store/scorers.ts'

/** What teams send now goes before what is scored again. */
const AFTER_NEW_ONES = -1_000
/** Jobs of one transaction. */
const BATCH = 200

/**
 * Has everything of a task scored that its present scorer has not judged. What is cut off or ordered twice does no harm:
 * a submission has one job at a time and one evaluation per scorer.
 *
 * @returns how many were queued
 */
export async function orderScoring(taskId: string): Promise<number> {
  const wanted = await submissionsWithoutJob(database(), await listUnscored(database(), taskId))
  for (let at = 0; at < wanted.length; at += BATCH) {
    const ids = wanted.slice(at, at + BATCH)
    await transaction(async (tx) => {
      // one that nobody could score has nothing to show meanwhile; the others keep what they have
      await tx.submission.updateMany({
        where: { id: { in: ids }, status: 'faulted' },
        data: { status: 'queued', attempts: 0 },
      })
      for (const submissionId of ids) {
        await enqueue(tx, 'score-submission', { submissionId, again: true }, AFTER_NEW_ONES)
      }
    })
  }
  return wanted.length
}
