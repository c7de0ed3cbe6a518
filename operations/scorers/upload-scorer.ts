import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { blobs } from '#store/blobs.ts'
import { database, transaction } from '#store/database.ts'
import { enqueue } from '#store/queue.ts'
import { lockScorerChoice } from '#store/scorers.ts'
import { settings } from '#store/settings.ts'
import { taskToOrganise } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { receiveFile } from '../submissions/receive-file.ts'
import { scorerToOrganise, scorerView, showScorer, waitForScorer, waitSeconds } from './scorer-view.ts'

/** Largest archive; the program in it may not be larger either. */
const MAX_ARCHIVE_BYTES = 256 * 1024 * 1024

export const uploadScorer = defineOperation({
  name: 'uploadScorer',
  method: 'POST',
  path: '/tasks/{task}/scorers',
  tag: 'scorers',
  summary: 'Upload a scorer program for a task, as a new version',
  description:
    'A zip or tar.gz of the folder with scorer.yaml. The worker checks it without running it: follow `status`, or say with `wait` for how many seconds to wait; `ready`, or `refused` with problems. It scores nothing until a trial has passed and it is chosen. The program is never shown or handed out again.',
  access: 'organiser',
  scope: 'organise',
  takesFile: true,
  input: z.object({ task: z.string(), filename: z.string().max(255).optional(), wait: waitSeconds }),
  output: scorerView,
  status: 201,
  errors: ['body_too_large', 'upload_incomplete', 'file_rejected'],
  async run(actor, { task, filename, wait }, { file, now }) {
    if (!file) throw new GrandstandError('invalid_input', 'There is no file; send it as the body.')
    const { userId } = requirePerson(actor)
    const { id: taskId } = await taskToOrganise(actor, task)
    const id = newId('sco', now.getTime())
    const uploadKey = `uploads/${id}`
    const stored = await receiveFile(file, uploadKey, Math.min(settings().uploadMaxBytes, MAX_ARCHIVE_BYTES))
    try {
      await transaction(async (tx) => {
        // two uploads at once must not get one number
        await lockScorerChoice(tx, taskId)
        const { _max } = await tx.scorerVersion.aggregate({ where: { taskId }, _max: { number: true } })
        await tx.scorerVersion.create({
          data: {
            ...{ id, taskId, uploadKey, createdById: userId, createdAt: now, sha256: stored.sha256 },
            number: (_max.number ?? 0) + 1,
            filename: (filename ?? file.filename).slice(0, 255),
            sizeBytes: BigInt(stored.sizeBytes),
          },
        })
        await enqueue(tx, 'check-scorer', { scorerId: id })
      })
    } catch (error) {
      await blobs().delete(uploadKey)
      throw error
    }
    await waitForScorer(id, wait)
    return showScorer(await scorerToOrganise(actor, id, database()))
  },
})
