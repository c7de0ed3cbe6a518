import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { blobs } from '#store/blobs.ts'
import { settings } from '#store/settings.ts'
import { defineOperation } from '../operation.ts'
import { receiveFile } from '../submissions/receive-file.ts'
import { beginTrial, requireReady } from './begin-trial.ts'
import { scorerToOrganise, scorerView, showScorer, waitForScorer, waitSeconds } from './scorer-view.ts'

export const tryScorerOnFile = defineOperation({
  name: 'tryScorerOnFile',
  method: 'POST',
  path: '/scorers/{scorer}/trials/file',
  tag: 'scorers',
  summary: 'Try a scorer program on a predictions file of your own',
  description: 'As tryScorer, with the file as the body or as the multipart field `file`.',
  access: 'organiser',
  scope: 'organise',
  takesFile: true,
  input: z.object({ scorer: z.string(), filename: z.string().max(255).optional(), wait: waitSeconds }),
  output: scorerView,
  status: 202,
  errors: ['conflict', 'body_too_large', 'upload_incomplete', 'file_rejected'],
  async run(actor, { scorer, filename, wait }, { now, file }) {
    if (!file) throw new GrandstandError('invalid_input', 'There is no file; send it as the body.')
    const { userId } = requirePerson(actor)
    const record = await scorerToOrganise(actor, scorer)
    requireReady(record)
    const id = newId('tri', now.getTime())
    const blobKey = `trials/${id}/predictions`
    const { sha256 } = await receiveFile(file, blobKey, settings().uploadMaxBytes)
    const name = (filename ?? file.filename).slice(0, 255)
    try {
      await beginTrial(record, { id, createdById: userId, createdAt: now, filename: name, sha256, blobKey })
    } catch (error) {
      await blobs().delete(blobKey)
      throw error
    }
    await waitForScorer(record.id, wait)
    return showScorer(await scorerToOrganise(actor, record.id))
  },
})
