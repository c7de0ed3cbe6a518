import { z } from 'zod'
import { readRows } from '#datasets/explore/read-rows.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { requireFiles } from './dataset-view.ts'
import { tableOf } from './released-file.ts'
import { cellView, rowQuestion, rowQuestionFields, rowsPageView } from './row-fields.ts'

export const listRows = defineOperation({
  name: 'listRows',
  method: 'GET',
  path: '/releases/{release}/tables/{table}/rows',
  tag: 'datasets',
  summary: 'Rows of a released table, from a place on or those that answer a question',
  description:
    'Cells are canonical texts, as in the CSV. A page may hold fewer rows than the limit, even none, and still have a `next`: a search stops after a million rows.',
  access: 'anyone',
  scope: 'read',
  input: z.object({
    release: z.string(),
    table: z.string(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    ...rowQuestionFields,
  }),
  output: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.object({ row: z.number().int(), cells: z.array(cellView) })),
    ...rowsPageView,
  }),
  errors: ['withdrawn', 'terms_not_accepted'],
  async run(actor, { release, table: name, from, limit, ...asked }) {
    const record = await visibleRelease(actor, release)
    requireFiles(record)
    const { table, file } = tableOf(record, name)
    const page = await readRows(file, table, { from, limit, ...rowQuestion(asked) })
    return { columns: table.columns.map((column) => column.name), ...page }
  },
})
