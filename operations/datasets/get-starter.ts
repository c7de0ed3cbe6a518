import { Readable } from 'node:stream'
import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { STARTER_NAMES } from '#datasets/starters/starters.ts'
import { fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { starterInput, startersOf } from './starter-input.ts'

export const getStarter = defineOperation({
  name: 'getStarter',
  method: 'GET',
  path: '/releases/{release}/starters/{starter}',
  tag: 'datasets',
  summary: 'Download one of these programs as a file',
  access: 'anyone',
  scope: 'read',
  givesFile: true,
  input: z.object({ ...starterInput, starter: z.enum(STARTER_NAMES) }),
  output: fileAnswer,
  errors: ['conflict', 'terms_not_accepted'],
  async run(actor, { release, starter, ...options }) {
    const found = startersOf(await visibleRelease(actor, release), options).find(
      ({ name }) => name === starter,
    )
    if (!found) throw new GrandstandError('not_found', `There is no starter ${starter}.`)
    const bytes = Buffer.from(found.code, 'utf8')
    return {
      stream: Readable.from([bytes]),
      filename: found.filename,
      contentType: 'text/plain; charset=utf-8',
      sizeBytes: bytes.length,
      sha256: null,
      immutable: false,
    }
  },
})
