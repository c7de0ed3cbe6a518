import { z } from 'zod'
import { VISIBILITIES } from '#core/dataset-access.ts'
import { datasheetSchema } from '#core/datasheet.ts'
import { parseLicence } from '#core/licences.ts'

/** An SPDX expression; comes out as the SPDX list writes its identifiers. */
const licence = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .transform((text, context) => {
    const parsed = parseLicence(text)
    if ('expression' in parsed) return parsed.expression
    context.addIssue({ code: 'custom', message: parsed.problem })
    return z.NEVER
  })

/** What an organiser says about a dataset, when making and when changing it. */
export const datasetFields = {
  title: z.string().trim().min(3).max(120),
  summary: z.string().trim().min(3).max(300),
  description: z.string().max(50_000),
  licence,
  attribution: z.string().max(2_000),
  visibility: z.enum(VISIBILITIES),
  datasheet: datasheetSchema,
  /** Markdown; empty for none. */
  terms: z.string().trim().max(50_000),
}
