import { isFinal } from '#core/submission.ts'
import { database, transaction } from '#store/database.ts'
import { log } from '#store/log.ts'
import { ATTEMPTS_MAX, enqueue, submissionsWithoutJob } from '#store/queue.ts'
import { lockSubmission } from '#store/submissions.ts'

/** A submission this young may still be in the transaction that makes its job. */
const SETTLED_AFTER_MS = 60_000

/**
 * Finds submissions that wait although no job would ever score them (a worker died during its last try, or an operator
 * cleared the queue) and gives them a new job, or ends them as faulted after too many tries. Nothing waits for ever.
 */
export async function rescueStranded(now: Date = new Date()): Promise<void> {
  const waiting = await database().submission.findMany({
    where: {
      status: { in: ['queued', 'scoring'] },
      createdAt: { lt: new Date(now.getTime() - SETTLED_AFTER_MS) },
    },
    select: { id: true },
    take: 10_000,
  })
  const stranded = await submissionsWithoutJob(
    database(),
    waiting.map(({ id }) => id),
  )
  for (const id of stranded) await rescue(id)
}

/** Under the submission's lock: since the look it may have been scored, or another worker may have rescued it. */
async function rescue(id: string): Promise<void> {
  await transaction(async (tx) => {
    const submission = await lockSubmission(tx, id)
    if (!submission || isFinal(submission.status)) return
    if ((await submissionsWithoutJob(tx, [id])).length === 0) return
    const { attempts } = submission
    const given = attempts >= 2 * ATTEMPTS_MAX
    await tx.submission.update({ where: { id }, data: { status: given ? 'faulted' : 'queued' } })
    if (!given) await enqueue(tx, 'score-submission', { submissionId: id })
    log('warn', 'stranded submission', {
      submissionId: id,
      attempts,
      action: given ? 'faulted' : 'queued again',
    })
  })
}
