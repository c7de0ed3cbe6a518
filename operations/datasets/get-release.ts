import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'

export const getRelease = defineOperation({
  name: 'getRelease',
  method: 'GET',
  path: '/releases/{release}',
  tag: 'datasets',
  summary: 'One release: schema, profile, sample rows, files with checksums',
  access: 'anyone',
  scope: 'read',
  input: z.object({ release: z.string() }),
  output: releaseView,
  errors: ['terms_not_accepted'],
  async run(actor, { release }) {
    return showRelease(await visibleRelease(actor, release), actor)
  },
})
