import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { scorerToOrganise, trialResult } from './scorer-view.ts'

export const getTrialReport = defineOperation({
  name: 'getTrialReport',
  method: 'GET',
  path: '/trials/{trial}/report',
  tag: 'scorers',
  summary: 'The HTML report that a scorer program made in a trial, sanitised',
  access: 'organiser',
  scope: 'organise',
  givesFile: true,
  input: z.object({ trial: z.string(), part: z.enum(['public', 'private', 'all']).default('public') }),
  output: fileAnswer,
  async run(actor, { trial, part }) {
    const found = await database().scorerTrial.findUnique({ where: { id: trial } })
    const absent = new GrandstandError(
      'not_found',
      `There is no report of a trial ${trial} that you may see.`,
    )
    if (!found) throw absent
    await scorerToOrganise(actor, found.scorerId).catch(() => {
      throw absent
    })
    const key = trialResult(found)?.parts.find((one) => one.part === part)?.reportKey
    if (key === undefined) throw absent
    return {
      stream: await blobs().get(key),
      filename: `${trial}-${part}.html`,
      contentType: 'text/html; charset=utf-8',
      sizeBytes: null,
      sha256: null,
      immutable: true,
    }
  },
})
