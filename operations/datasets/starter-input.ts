import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { datasetSchema } from '#datasets/schema.ts'
import { type Starter, writeStarters } from '#datasets/starters/starters.ts'
import type { ReleaseRecord } from '#store/datasets.ts'
import { releaseState } from './release-state.ts'

/** Which starter: of a release, for one of its truths, in a form of predictions. */
export const starterInput = {
  release: z.string(),
  /** The truth to predict, by name; the first when left out. */
  truth: z.string().optional(),
  form: z.enum(['label', 'probabilities']).default('label'),
}

/** The starters of a release. Throws `conflict` while it has no tables yet. */
export function startersOf(
  record: ReleaseRecord,
  options: { truth?: string; form: 'label' | 'probabilities' },
): Starter[] {
  const schema = datasetSchema.safeParse(record.schema)
  if (!schema.success || (record.status !== 'ready' && record.status !== 'withdrawn')) {
    throw new GrandstandError(
      'conflict',
      `${releaseState(record.status)}; starters are written for a finished one.`,
    )
  }
  const { truth, form } = options
  const classes = record.truths.find(({ name }) => truth === undefined || name === truth)?.classes
  return writeStarters(schema.data, { title: record.dataset.title, definition: truth, form, classes })
}
