import { z } from 'zod'

const bins = z.array(z.object({ from: z.number(), to: z.number(), count: z.number() }))
const values = z.array(z.object({ value: z.string(), count: z.number() }))

/** Releases from before there was a breakdown have none. */
const byLabel = z.array(z.object({ label: z.string(), counts: z.array(z.number()) })).optional()

const columnProfile = z.object({
  name: z.string(),
  nulls: z.number(),
  distinct: z.number(),
  distinctExact: z.boolean(),
  numbers: z.object({ min: z.number().nullable(), max: z.number().nullable(), bins, byLabel }).optional(),
  values: z.object({ values, otherCount: z.number(), byLabel }).optional(),
  text: z.object({ lengths: bins, meanWords: z.number(), frequentWords: values, byLabel }).optional(),
  images: z.array(z.string()).optional(),
})

const associations = z.object({
  columns: z.array(z.string()),
  rows: z.number(),
  pairs: z.array(
    z.object({
      a: z.number(),
      b: z.number(),
      kind: z.string(),
      value: z.number(),
      negative: z.boolean().optional(),
    }),
  ),
})

const tableProfile = z.object({
  rows: z.number(),
  columns: z.array(columnProfile),
  labelColumn: z.string().optional(),
  labelRows: z.number().optional(),
  associations: associations.optional(),
})
const sampleRows = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())) })

export type Bin = z.output<typeof bins>[number]
export type LabelCounts = NonNullable<z.output<typeof byLabel>>[number]
export type Associations = z.output<typeof associations>
export type ColumnProfile = z.output<typeof columnProfile>
export type TableProfile = z.output<typeof tableProfile>
export type SampleRows = z.output<typeof sampleRows>

/** The parts of a stored profile that the explorer draws, by table; empty for a release that has none yet. */
export function profilesOf(stored: unknown): Record<string, TableProfile> {
  return z
    .record(z.string(), tableProfile)
    .catch({})
    .parse(stored ?? {})
}

/** The stored sample rows, by table. */
export function samplesOf(stored: unknown): Record<string, SampleRows> {
  return z
    .record(z.string(), sampleRows)
    .catch({})
    .parse(stored ?? {})
}
