import { GrandstandError } from '#core/errors.ts'
import {
  assignByTime,
  assignGrouped,
  assignPublic,
  assignPublicGrouped,
  assignStratified,
  type Groups,
  PART,
  type SplitOptions,
} from './assign-parts.ts'
import { cellText, parseDate, parseInt64, parseTimestamp } from './cell-text.ts'
import { requireSplitFits } from './fit-split.ts'
import type { InputTable } from './infer-schema.ts'
import type { ReadTable } from './read-table.ts'
import { RowDraws } from './row-draws.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
import { ByteIndex } from './stats/byte-index.ts'
import { Components } from './stats/components.ts'
import { PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'

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

/** Calls `visit` with the text of every cell of some columns in UTF-8, row by row; null counts as `''`. */
async function visitBytes(
  { input, table, readTable }: VisitedTable,
  names: readonly string[],
  visit: (bytes: Uint8Array, start: number, end: number, column: number) => void,
): Promise<void> {
  for await (const { rowCount, columns } of readTable(input, table, names)) {
    for (let row = 0; row < rowCount; row++) {
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        if (column.type === 'string') {
          const start = column.starts[row]
          visit(column.bytes, start, column.nulls[row] ? start : column.ends[row], i)
        } else {
          const text = Buffer.from(cellText(column, row) ?? '')
          visit(text, 0, text.length, i)
        }
      }
    }
  }
}

/** Numbers the different texts of one column 0, 1, 2 … in order of appearance. */
async function numberCells(
  visited: VisitedTable,
  name: string,
): Promise<{ numbers: Uint32Array; index: ByteIndex }> {
  const [numbers, index] = [new NumberList(), new ByteIndex()]
  await visitBytes(visited, [name], (bytes, start, end) => numbers.push(index.add(bytes, start, end)))
  return { numbers: numbers.done(), index }
}

/** What is drawn from: rows that share all their labels form a stratum, and each row has a lot. */
interface Draw {
  strata: Uint32Array
  lots: Uint32Array
}

/** The stratum of each row, and its lot, by its id or the two ids of its pair; in one pass. */
async function drawOf({ options, secret, pairs, ...visited }: PlanSplitInput): Promise<Draw> {
  const labels = columnsOfRole(visited.table, 'label').map((c) => c.name)
  const keys = pairs ? PAIR_COLUMNS : columnsOfRole(visited.table, 'id').map((c) => c.name)
  const numbered = labels.map(() => ({ index: new ByteIndex(), numbers: new NumberList() }))
  const [draws, lots] = [new RowDraws(options.seed, secret), new NumberList()]
  let left = 0
  await visitBytes(visited, [...labels, ...keys], (bytes, start, end, column) => {
    const label = numbered[column]
    if (label) {
      label.numbers.push(label.index.add(bytes, start, end))
      return
    }
    const lot = draws.of(bytes, start, end)
    if (keys.length === 1) lots.push(lot)
    else if (column === labels.length) left = lot
    else lots.push(draws.ofPair(left, lot))
  })
  const strata = numbered.map(({ numbers }) => numbers.done()).reduce(jointly)
  return { strata, lots: lots.done() }
}

/** Numbers the pairs of two numbers of each row 0, 1, 2 … in order of appearance. */
function jointly(a: Uint32Array, b: Uint32Array): Uint32Array {
  const known = new Map<number, number>()
  const different = b.reduce((most, number) => Math.max(most, number), 0) + 1
  return a.map((number, row) => {
    const pair = number * different + b[row]
    const stratum = known.get(pair) ?? known.size
    known.set(pair, stratum)
    return stratum
  })
}

function lotsOfKeys(index: ByteIndex, draws: RowDraws): Uint32Array {
  const lots = new Uint32Array(index.size)
  index.forEach((bytes, start, end, entry) => {
    lots[entry] = draws.of(bytes, start, end)
  })
  return lots
}

/** Rows that must stay together: equal in a `group` column, or pairs linked through a chain of shared records. */
async function groupsOf({ options, secret, pairs, ...visited }: PlanSplitInput): Promise<Groups | undefined> {
  const draws = new RowDraws(options.seed, secret)
  if (pairs) return linkedPairs(visited, draws)
  const group = columnsOfRole(visited.table, 'group')[0]
  if (!group) return undefined
  const { numbers, index } = await numberCells(visited, group.name)
  return { groups: numbers, lots: lotsOfKeys(index, draws) }
}

/** A component of linked records has the lowest lot of its records, so that another record seldom changes it. */
async function linkedPairs(visited: VisitedTable, draws: RowDraws): Promise<Groups> {
  const [first, index, components] = [new NumberList(), new ByteIndex(), new Components()]
  let left = 0
  await visitBytes(visited, PAIR_COLUMNS, (bytes, start, end, column) => {
    const record = index.add(bytes, start, end)
    if (column === 0) left = record
    else {
      components.link(left, record)
      first.push(left)
    }
  })
  const lots = new Uint32Array(index.size).fill(0xffffffff)
  lotsOfKeys(index, draws).forEach((lot, record) => {
    const component = components.of(record)
    lots[component] = Math.min(lots[component], lot)
  })
  return { groups: first.done().map((record) => components.of(record)), lots }
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
  /** Keys the lots; see {@link RowDraws}. */
  secret?: Uint8Array
}

/**
 * Decides every row's {@link PART}: by its column `split` when it has one; else by the platform, by time where that is asked
 * for, grouped (a `group` column, or pairs by connected component, so that no entity straddles train and test) or
 * stratified by the labels. Memory: about 20 bytes a row beside the different labels and groups.
 *
 * @throws GrandstandError `invalid_input` when the method does not fit the table; `file_rejected` for a row without
 * a time where the split goes by time.
 */
export async function planSplit(plan: PlanSplitInput): Promise<Uint8Array> {
  requireSplitFits(plan.table, plan)
  return assign(plan)
}

async function assign(plan: PlanSplitInput): Promise<Uint8Array> {
  const { table, whole, pairs, options } = plan
  if (table.columns.some((c) => c.name === SPLIT_COLUMN)) return givenParts(plan)
  // a given test set of pairs often hangs together in one component, which could not be parted at all
  const groups = whole || !pairs ? await groupsOf(plan) : undefined
  if (options.method === 'time') {
    const times = await timesOf(plan, options.timeColumn ?? '')
    return assignByTime(times, await drawOf(plan), groups, options)
  }
  if (groups) return whole ? assignGrouped(groups, options) : assignPublicGrouped(groups, options)
  const { strata, lots } = await drawOf(plan)
  return whole ? assignStratified(strata, lots, options) : assignPublic(strata, lots, options)
}
