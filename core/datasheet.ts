/** What an organiser says about a dataset beside its tables: a datasheet, and whom to cite. */
import { z } from 'zod'

/**
 * The sections of a datasheet, in the order of Gebru et al., "Datasheets for Datasets" (CACM 64(12), 2021). `asks` says
 * in one sentence what the section should answer.
 */
export const DATASHEET_SECTIONS = [
  {
    name: 'motivation',
    title: 'Motivation',
    asks: 'For what purpose was it made, by whom, and who paid for it?',
  },
  {
    name: 'composition',
    title: 'Composition',
    asks: 'What is a row? How many are there, is it all or a sample, what is missing, noisy, confidential or about people?',
  },
  {
    name: 'collection',
    title: 'Collection process',
    asks: 'How, when and by whom was it collected and labelled? Did the people concerned know and agree?',
  },
  {
    name: 'preprocessing',
    title: 'Preprocessing, cleaning and labelling',
    asks: 'What was removed, filled in, folded or computed? Is the raw data kept, and is the code to be had?',
  },
  {
    name: 'uses',
    title: 'Uses',
    asks: 'What has it been used for, what else is it good for, and what must it not be used for?',
  },
  {
    name: 'distribution',
    title: 'Distribution',
    asks: 'Who may have it, from when on, and under which licence, fees or export rules?',
  },
  {
    name: 'maintenance',
    title: 'Maintenance',
    asks: 'Who looks after it, how are they reached, when is it updated, and what becomes of old versions?',
  },
] as const

const section = z.string().trim().max(20_000).default('')

/** Sections are Markdown and may be empty. `creators` are names in the order to cite them: `Ada Lovelace`, or a body. */
export const datasheetSchema = z.strictObject({
  creators: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
  doi: z
    .string()
    .trim()
    .regex(/^10\.\d{4,9}\/\S+$/, 'a DOI looks like 10.5281/zenodo.1234567, without https://doi.org/')
    .max(200)
    .nullable()
    .default(null),
  homepage: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  keywords: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
  motivation: section,
  composition: section,
  collection: section,
  preprocessing: section,
  uses: section,
  distribution: section,
  maintenance: section,
})

/** A datasheet as {@link datasheetSchema} parses it. */
export type Datasheet = z.output<typeof datasheetSchema>

/** The sections that say something, in order. */
export function filledSections(sheet: Datasheet): { name: string; title: string; text: string }[] {
  return DATASHEET_SECTIONS.flatMap(({ name, title }) =>
    sheet[name] === '' ? [] : [{ name, title, text: sheet[name] }],
  )
}
