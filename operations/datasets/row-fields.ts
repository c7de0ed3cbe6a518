import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { FILTER_TESTS, type RowQuestion } from '#datasets/explore/row-filter.ts'

/** What can be asked of the rows of a table: query parameters of REST and of the explorer's form. */
export const rowQuestionFields = {
  from: z.coerce.number().int().min(0).default(0).describe('Place of the first row to look at, from 0'),
  search: z.string().max(200).default('').describe('A text that some string column holds, in any case'),
  column: z.string().max(200).default('').describe('A column to put a condition on'),
  test: z.enum(FILTER_TESTS).default('contains').describe('The condition; `is` is exact'),
  value: z.string().max(1_000).default('').describe('What the column is compared with'),
}

interface AskedFields {
  search: string
  column: string
  test: (typeof FILTER_TESTS)[number]
  value: string
}

/** The question that the fields stand for. Throws `invalid_input` for a condition on no column. */
export function rowQuestion({ search, column, test, value }: AskedFields): RowQuestion {
  if (!column && value) {
    throw new GrandstandError('invalid_input', `Say in which column to look for '${value}': column=…`)
  }
  return { search: search || undefined, filter: column ? { column, test, value } : undefined }
}

/** The canonical text of a cell, as the CSV has it; null for an empty one. */
export const cellView = z.string().nullable()

/** Where to go on, and how many rows there are in all. */
export const rowsPageView = {
  next: z.number().int().nullable().describe('`from` of the next page; null at the end'),
  total: z.number().int(),
}
