import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { findRows } from '#datasets/explore/find-rows.ts'
import { readRows } from '#datasets/explore/read-rows.ts'
import type { Cell } from '#datasets/explore/released-table.ts'
import { columnsOfRole, type TableSchema } from '#datasets/schema.ts'
import type { ReleaseRecord } from '#store/datasets.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { requireFiles } from './dataset-view.ts'
import { type ReleasedTableFile, tableOf } from './released-file.ts'
import { cellView, rowQuestion, rowQuestionFields, rowsPageView } from './row-fields.ts'

const record = z.array(cellView).nullable()

export const listPairs = defineOperation({
  name: 'listPairs',
  method: 'GET',
  path: '/releases/{release}/tables/{table}/pairs',
  tag: 'datasets',
  summary: 'Pairs of a matching release with the two records of each',
  access: 'anyone',
  scope: 'read',
  input: z.object({
    release: z.string(),
    table: z.string(),
    limit: z.coerce.number().int().min(1).max(25).default(5),
    ...rowQuestionFields,
  }),
  output: z.object({
    columns: z.array(z.string()),
    /** Tables that the ids point into, and their columns. */
    left: z.object({ table: z.string(), columns: z.array(z.string()) }),
    right: z.object({ table: z.string(), columns: z.array(z.string()) }),
    /** `left` and `right` are null where no record has the id. */
    pairs: z.array(
      z.object({ row: z.number().int(), cells: z.array(cellView), left: record, right: record }),
    ),
    ...rowsPageView,
  }),
  errors: ['withdrawn', 'terms_not_accepted'],
  async run(actor, { release: id, table: name, from, limit, ...asked }) {
    const release = await visibleRelease(actor, id)
    requireFiles(release)
    const { table, file } = tableOf(release, name)
    const [leftAt, rightAt] = pairColumns(table)
    const { rows, ...page } = await readRows(file, table, { from, limit, ...rowQuestion(asked) })
    const left = recordsOf(release, 'left')
    const right = recordsOf(release, 'right')
    const leftRows = await recordsById(
      left,
      rows.map(({ cells }) => cells[leftAt]),
    )
    const rightRows = await recordsById(
      right,
      rows.map(({ cells }) => cells[rightAt]),
    )
    return {
      columns: table.columns.map((column) => column.name),
      left: shown(left),
      right: shown(right),
      pairs: rows.map(({ row, cells }) => ({
        row,
        cells,
        left: leftRows.get(cells[leftAt] ?? '') ?? null,
        right: rightRows.get(cells[rightAt] ?? '') ?? null,
      })),
      ...page,
    }
  },
})

function pairColumns(table: TableSchema): [number, number] {
  const at = ['id_left', 'id_right'].map((name) => table.columns.findIndex((column) => column.name === name))
  if (at.includes(-1)) {
    throw new GrandstandError(
      'invalid_input',
      `${table.name} has no columns id_left and id_right: it holds no pairs.`,
    )
  }
  return [at[0], at[1]]
}

/** The table that ids of one side point into: a table of their own, or the one of all records. */
function recordsOf(release: ReleaseRecord, side: 'left' | 'right'): ReleasedTableFile {
  const hasSides = release.files.some((file) => file.table === side)
  return tableOf(release, hasSides ? side : 'records')
}

async function recordsById({ table, file }: ReleasedTableFile, ids: Cell[]): Promise<Map<string, Cell[]>> {
  const [id] = columnsOfRole(table, 'id')
  return findRows(file, table, id.name, new Set(ids.filter((one) => one !== null)))
}

function shown({ table }: ReleasedTableFile) {
  return { table: table.name, columns: table.columns.map((column) => column.name) }
}
