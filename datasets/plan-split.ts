import { openTable } from '#scoring/readers/open-table.ts'
import {
  assignGrouped,
  assignPublic,
  assignStratified,
  PART,
  type Part,
  type SplitOptions,
} from './assign-parts.ts'
import type { InputTable } from './infer-schema.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
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

/** Calls `visit` with the texts of some columns of every row (null as `''`). */
async function visitRows(
  path: string,
  names: readonly string[],
  visit: (cells: string[]) => void,
): Promise<void> {
  const reader = await openTable(path)
  const at = names.map((name) => reader.columns.indexOf(name))
  for await (const batch of reader.batches()) {
    const columns = at.map((i) => {
      const column = batch.columns[i]
      if (column?.form !== 'text') throw new TypeError(`no text column ${i} in ${path}`)
      return {
        ...column,
        view: Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.byteLength),
      }
    })
    for (let row = 0; row < batch.rowCount; row++) {
      visit(columns.map(({ view, starts, ends }) => view.toString('utf8', starts[row], ends[row])))
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

/** Rows that share all their labels form a stratum. */
async function strataOf({ path }: InputTable, table: TableSchema): Promise<Uint32Array> {
  const number = numbering()
  const strata = new NumberList()
  const labels = columnsOfRole(table, 'label').map((c) => c.name)
  await visitRows(path, labels, (cells) => strata.push(number(JSON.stringify(cells))))
  return strata.done()
}

/** Rows that must stay together: equal in a `group` column, or pairs linked through a chain of shared records. */
async function groupsOf(
  { path }: InputTable,
  table: TableSchema,
  pairs: boolean,
): Promise<Uint32Array | undefined> {
  const first = new NumberList()
  const number = numbering()
  if (pairs) {
    const components = new Components()
    await visitRows(path, PAIR_COLUMNS, ([left, right]) => {
      const [a, b] = [number(left), number(right)]
      components.link(a, b)
      first.push(a)
    })
    return first.done().map((record) => components.of(record))
  }
  const group = columnsOfRole(table, 'group')[0]
  if (!group) return undefined
  await visitRows(path, [group.name], ([cell]) => first.push(number(cell)))
  return first.done()
}

/** The organiser's own split, from the column `split`. */
async function givenParts({ path }: InputTable): Promise<Uint8Array> {
  const parts = new NumberList()
  await visitRows(path, [SPLIT_COLUMN], ([cell]) => {
    parts.push(cell === 'train' ? PART.train : cell === 'public' ? PART.public : PART.private)
  })
  return Uint8Array.from(parts.done())
}

/** The table whose rows are to be told apart, and how. */
export interface PlanSplitInput {
  input: InputTable
  table: TableSchema
  /** `test`: every row is test, only public and private are to be told apart; `whole`: train as well. */
  whole: boolean
  pairs: boolean
  options: SplitOptions
}

/**
 * Decides every row's part, reading the table once: by its column `split` when it has one; else by the platform,
 * grouped (a `group` column, or pairs by connected component, so that no entity straddles train and test) or
 * stratified by the labels. Memory: about 10 bytes a row beside the different labels and groups.
 */
export async function planSplit({ input, table, whole, pairs, options }: PlanSplitInput): Promise<PartOf> {
  const parts = await assign()
  return (row) => parts[row] as Part

  async function assign(): Promise<Uint8Array> {
    if (table.columns.some((c) => c.name === SPLIT_COLUMN)) return givenParts(input)
    if (!whole) return assignPublic(await strataOf(input, table), options)
    const groups = await groupsOf(input, table, pairs)
    return groups ? assignGrouped(groups, options) : assignStratified(await strataOf(input, table), options)
  }
}
