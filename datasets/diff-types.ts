/** How a release differs from the one before, as stored, shown and sent: plain JSON of bounded size. */
import { z } from 'zod'

/** One change of one column. `before` and `after` say what changed, in words such as `int64` or `3 categories`. */
export const columnChangeSchema = z.object({
  column: z.string(),
  change: z.enum(['added', 'removed', 'type', 'modality', 'role', 'nullable', 'categories']),
  before: z.string().optional(),
  after: z.string().optional(),
})

/** One table. Counts of rows are by id; they are null when a table is new, gone, or too long to be compared. */
export const tableDiffSchema = z.object({
  table: z.string(),
  state: z.enum(['added', 'removed', 'kept']),
  rowsBefore: z.int(),
  rowsAfter: z.int(),
  columns: z.array(columnChangeSchema),
  rows: z
    .object({
      added: z.int(),
      removed: z.int(),
      /** Rows of both releases with another value in a column that both have. */
      changed: z.int(),
      /** In how many rows each column's value changed, most first, at most 20. */
      byColumn: z.array(z.object({ column: z.string(), rows: z.int() })),
      /** The first ids of each, at most five; the two ids of a pair are joined by a comma. */
      examples: z.object({
        added: z.array(z.string()),
        removed: z.array(z.string()),
        changed: z.array(z.string()),
      }),
    })
    .nullable(),
})

/** Made of released tables only, so that it holds nothing that is withheld. */
export const releaseDiffSchema = z.object({
  previous: z.object({ id: z.string(), version: z.int() }),
  tables: z.array(tableDiffSchema),
  /** Rows that went from one table to the other, by id. */
  moved: z.object({ trainToTest: z.int(), testToTrain: z.int() }),
})

/** How the withheld answers differ, per definition: counts only, and for organisers only. */
export const truthDiffSchema = z.array(
  z.object({
    definition: z.string(),
    /** Test rows whose answer both releases withhold. */
    inBoth: z.int(),
    labelsChanged: z.int(),
    /** Rows that went between the public and the private part. */
    partsChanged: z.int(),
  }),
)

/** {@link columnChangeSchema} as a type. */
export type ColumnChange = z.infer<typeof columnChangeSchema>
/** {@link tableDiffSchema} as a type. */
export type TableDiff = z.infer<typeof tableDiffSchema>
/** {@link releaseDiffSchema} as a type. */
export type ReleaseDiff = z.infer<typeof releaseDiffSchema>
/** {@link truthDiffSchema} as a type. */
export type TruthDiff = z.infer<typeof truthDiffSchema>
