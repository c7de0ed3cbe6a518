import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { croissantOnTheWeb } from '#datasets/standards/croissant.ts'
import { wordsOf } from '#datasets/standards/release-words.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { findReleaseFile } from '#store/datasets.ts'
import { settings } from '#store/settings.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { requireFiles } from './dataset-view.ts'

/** A document as JSON of any shape. */
const document = z.record(z.string(), z.unknown())

export const getCroissant = defineOperation({
  name: 'getCroissant',
  method: 'GET',
  path: '/releases/{release}/croissant',
  tag: 'datasets',
  summary:
    'The release as Croissant 1.1 JSON-LD with full addresses, for tools that load datasets from the web',
  description:
    'Files and records are those of the release’s own `croissant.json`; title, description, licence, creators and citation are those of today.',
  access: 'anyone',
  scope: 'read',
  input: z.object({ release: z.string() }),
  output: document,
  errors: ['withdrawn', 'terms_not_accepted'],
  async run(actor, { release }) {
    const record = await visibleRelease(actor, release)
    requireFiles(record)
    const file = await findReleaseFile(database(), record.id, 'croissant.json')
    if (!file) {
      throw new GrandstandError(
        'not_found',
        'The release has no croissant.json; its schema.json describes it.',
      )
    }
    const content = await text(await blobs().get(file.blobKey))
    const site = settings().publicUrl
    const addressOf = (path: string) =>
      `${site}/api/v1/releases/${record.id}/files/${encodeURIComponent(path)}`
    return croissantOnTheWeb(
      document.parse(JSON.parse(content)),
      wordsOf(record.dataset, record, site),
      addressOf,
    )
  },
})
