import { GrandstandError } from '#core/errors.ts'
import type { TaskSpec } from '#core/task.ts'
import { datasetSchema } from '#datasets/schema.ts'

/**
 * Checks that a task's slice columns are features of the release's test table, which teams have: a label is not there.
 *
 * @param schema of the release, as stored
 * @throws GrandstandError `invalid_input` with the columns that can be had
 */
export function requireSliceColumns({ kind, slices = [] }: TaskSpec, schema: unknown): void {
  if (slices.length === 0) return
  if (kind !== 'classification') {
    throw new GrandstandError('invalid_input', 'Reports by slices are for classification tasks.')
  }
  const parsed = datasetSchema.safeParse(schema)
  const test = parsed.data?.tables.find((table) => table.name === 'test')
  const known = (test?.columns ?? [])
    .filter(({ name, role, modality }) => role === 'feature' && name !== 'id' && modality !== 'image')
    .map(({ name }) => name)
  const wrong = slices.flat().find((name) => !known.includes(name))
  if (wrong === undefined) return
  throw new GrandstandError(
    'invalid_input',
    `The release's test table has no feature ${JSON.stringify(wrong)} to slice by; it has: ${known.join(', ') || 'none'}.`,
  )
}
