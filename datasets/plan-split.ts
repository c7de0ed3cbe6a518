import { GrandstandError } from '#core/errors.ts'
import {
  assignByTime,
  assignGrouped,
  assignPublic,
  assignPublicGrouped,
  assignStratified,
  PART,
  type Part,
  type SplitOptions,
} from './assign-parts.ts'
import { cellText, parseDate, parseInt64, parseTimestamp } from './cell-text.ts'
import { requireSplitFits } from './fit-split.ts'
import type { InputTable } from './infer-schema.ts'
import type { ReadTable } from './read-table.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
import { ByteIndex } from './stats/byte-index.ts'
import { Components } from './stats/components.ts'
import { PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'

/** The part of each row of a table, by its 0-based position. */
export type PartOf = (row: number) => Part

/** A list of numbers that grows, without a JavaScript number object each. */
class NumberList {
  #values = new Uint32Array(1024)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(2 * this.#length)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = value
  }

  done(): Uint32Array {
    return this.#values.subarray(0, this.#length)
  }
}

/** A table whose rows are visited, and what reads it. */
export interface VisitedTable {
  input: InputTable
  table: TableSchema
  readTable: ReadTable
}

/** Calls `visit` with the texts of some columns of every row (null as `''`) and the row's line. */
export async function visitRows(
  { input, table, readTable }: VisitedTable,
  names: readonly string[],
  visit: (cells: string[], lineOf: () => number | undefined) => void,
): Promise<void> {
  for await (const { rowCount, columns, lines } of readTable(input, table, names)) {
    for (let row = 0; row < rowCount; row++) {
      const cells = columns.map((column) => cellText(column, row) ?? '')
      visit(cells, () => lines?.[row])
    }
  }
}

/** Numbers different keys 0, 1, 2 … in order of appearance. */
function numbering(): (key: string) => number {
  const known = new Map<string, number>()
  return (key) => {
    const number = known.get(key) ?? known.size
    known.set(key, number)
    return number
  }
}

/** Numbers the different texts of one column 0, 1, 2 … in order of appearance; null counts as `''`. */
async function numberCells({ input, table, readTable }: VisitedTable, name: string): Promise<Uint32Array> {
  const numbers = new NumberList()
  const [index, number] = [new ByteIndex(), numbering()]
  for await (const { rowCount, columns } of readTable(input, table, [name])) {
    const [column] = columns
    for (let row = 0; row < rowCount; row++) {
      if (column.type !== 'string') numbers.push(number(cellText(column, row) ?? ''))
      else
        numbers.push(
          index.add(
            column.bytes,
            column.starts[row],
            column.nulls[row] ? column.starts[row] : column.ends[row],
          ),
        )
    }
  }
  return numbers.done()
}

/** Rows that share all their labels form a stratum. */
async function strataOf(visited: VisitedTable): Promise<Uint32Array> {
  const only = columnsOfRole(visited.table, 'label')
  if (only.length === 1) return numberCells(visited, only[0].name)
  const number = numbering()
  const strata = new NumberList()
  const labels = columnsOfRole(visited.table, 'label').map((c) => c.name)
  await visitRows(visited, labels, (cells) => strata.push(number(JSON.stringify(cells))))
  return strata.done()
}

/** Rows that must stay together: equal in a `group` column, or pairs linked through a chain of shared records. */
async function groupsOf(visited: VisitedTable, pairs: boolean): Promise<Uint32Array | undefined> {
  if (pairs) {
    const first = new NumberList()
    const number = numbering()
    const components = new Components()
    await visitRows(visited, PAIR_COLUMNS, ([left, right]) => {
      const [a, b] = [number(left), number(right)]
      components.link(a, b)
      first.push(a)
    })
    return first.done().map((record) => components.of(record))
  }
  const group = columnsOfRole(visited.table, 'group')[0]
  return group && numberCells(visited, group.name)
}

/** Every row's instant as a number that compares: days, microseconds, or the whole number itself. */
async function timesOf(visited: VisitedTable, column: string): Promise<BigInt64Array> {
  const { name } = visited.input
  const type = visited.table.columns.find((c) => c.name === column)?.type
  const parse = (text: string): bigint | undefined => {
    if (type === 'timestamp') return parseTimestamp(text)
    if (type === 'int64') return parseInt64(text)
    const days = parseDate(text)
    return days === undefined ? undefined : BigInt(days)
  }
  let times = new BigInt64Array(1024)
  let rows = 0
  const lines: (number | undefined)[] = []
  let missing = 0
  await visitRows(visited, [column], ([cell], lineOf) => {
    if (rows === times.length) {
      const grown = new BigInt64Array(2 * rows)
      grown.set(times)
      times = grown
    }
    const time = parse(cell)
    if (time !== undefined) times[rows] = time
    else if (missing++ < 5) lines.push(lineOf())
    rows++
  })
  if (missing === 0) return times.subarray(0, rows)
  const message = `The split goes by '${column}', but the row has no time there.`
  throw new GrandstandError(
    'file_rejected',
    `Table '${name}' has no time in '${column}' in ${missing} row(s), which are then neither old nor new. Fill them, or split another way.`,
    { problems: lines.map((line) => ({ line, column, code: 'no_time', message })) },
  )
}

/** The organiser's own split, from the column `split`. */
async function givenParts(visited: VisitedTable): Promise<Uint8Array> {
  const parts = new NumberList()
  await visitRows(visited, [SPLIT_COLUMN], ([cell]) => {
    parts.push(cell === 'train' ? PART.train : cell === 'public' ? PART.public : PART.private)
  })
  return Uint8Array.from(parts.done())
}

/** The table whose rows are to be told apart, and how. */
export interface PlanSplitInput extends VisitedTable {
  /** `test`: every row is test, only public and private are to be told apart; `whole`: train as well. */
  whole: boolean
  pairs: boolean
  options: SplitOptions
}

/**
 * Decides every row's part: by its column `split` when it has one; else by the platform, by time where that is asked
 * for, grouped (a `group` column, or pairs by connected component, so that no entity straddles train and test) or
 * stratified by the labels. Memory: about 20 bytes a row beside the different labels and groups.
 *
 * @throws GrandstandError `invalid_input` when the method does not fit the table; `file_rejected` for a row without
 * a time where the split goes by time.
 */
export async function planSplit(plan: PlanSplitInput): Promise<PartOf> {
  requireSplitFits(plan.table, plan)
  const parts = await assign(plan)
  return (row) => parts[row] as Part
}

async function assign(plan: PlanSplitInput): Promise<Uint8Array> {
  const { table, whole, pairs, options } = plan
  if (table.columns.some((c) => c.name === SPLIT_COLUMN)) return givenParts(plan)
  // a given test set of pairs often hangs together in one component, which could not be parted at all
  const groups = whole || !pairs ? await groupsOf(plan, pairs) : undefined
  if (!whole)
    return groups ? assignPublicGrouped(groups, options) : assignPublic(await strataOf(plan), options)
  if (options.method === 'time') {
    const times = await timesOf(plan, options.timeColumn ?? '')
    return assignByTime(times, await strataOf(plan), groups, options)
  }
  return groups ? assignGrouped(groups, options) : assignStratified(await strataOf(plan), options)
}
