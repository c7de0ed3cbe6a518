import { z } from 'zod'
import { citeRelease } from '#datasets/standards/citation.ts'
import { wordsOf } from '#datasets/standards/release-words.ts'
import { settings } from '#store/settings.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'

export const getCitation = defineOperation({
  name: 'getCitation',
  method: 'GET',
  path: '/releases/{release}/citation',
  tag: 'datasets',
  summary: 'How to cite the release: one line, and BibTeX',
  access: 'anyone',
  scope: 'read',
  input: z.object({ release: z.string() }),
  output: z.object({ text: z.string(), bibtex: z.string() }),
  errors: ['terms_not_accepted'],
  async run(actor, { release }) {
    const record = await visibleRelease(actor, release)
    return citeRelease(wordsOf(record.dataset, record, settings().publicUrl))
  },
})
