/** Which slice each row (item, pair, query) of the truth belongs to, by chosen columns of a table about them. */
import { GrandstandError } from '#core/errors.ts'
import type { TableReader } from '#core/table.ts'
import { KeyTable } from '../align/key-table.ts'
import { ABSENT } from '../align/ordinals.ts'
import { ProblemList } from '../align/problem-list.ts'
import { checkHeader } from './check-header.ts'
import { numbersIn, type OpenTable, textColumn } from './opened-table.ts'
import { type SliceUnits, type TableKeys, tableKeys } from './slice-units.ts'

/** Numbers with more different values than this are cut into quarters. */
const MOST_NUMBERS = 12
/** Beyond this many values the rarer ones are put together. */
const MOST_VALUES = 20
/** Beyond this many combinations of values the rarer ones are put together. */
const MOST_COMBINED = 24
const QUARTERS = 4

/** What a row without a value, without a row in the table, or with a rare value is shown as. */
const EMPTY = '(empty)'
const OTHER = '(other)'

/** What is sliced (rows of the truth; of a ranked one, queries) by the value, or bin of values, of one column or several. */
export interface Slicing {
  /** The columns, one or more. */
  columns: string[]
  /** For each slice what it shares, one text per column. */
  values: string[][]
  /** For each unit the number of its slice, ABSENT where it is in none. */
  sliceOf: Uint32Array
}

/**
 * Reads the columns named in `by` and slices the truth's units by each entry: a column, or several columns together. The
 * table may have rows about others besides.
 *
 * @throws GrandstandError `invalid_input` where the table lacks a column
 */
export async function readSlicings(
  units: SliceUnits,
  open: OpenTable,
  by: readonly (readonly string[])[],
): Promise<Slicing[]> {
  const table = await open(numbersIn([]))
  const names = [...new Set(by.flat())]
  const keys = tableKeys(units, table.columns, names)
  const problems = new ProblemList()
  const required = [...new Set([...keys.names, ...names.map(keys.columnOf)])]
  checkHeader(table.columns, { required, optional: table.columns }, 'slices', problems)
  const [problem] = problems.findings().problems
  if (problem)
    throw new GrandstandError('invalid_input', `The table of slices cannot be used. ${problem.message}`)
  const single = new Map(
    (await readColumns(units.keys.size, keys, table, names)).map((slicing) => [slicing.columns[0], slicing]),
  )
  return by
    .map((columns) => columns.map((name) => single.get(name) as Slicing).reduce(together))
    .map(withoutRare)
}

/** The same slices of some rows only; of all where `rows` is null. */
export function withinRows(slicing: Slicing, rows: Uint32Array | null): Slicing {
  if (rows === null) return slicing
  const sliceOf = new Uint32Array(slicing.sliceOf.length).fill(ABSENT)
  for (const row of rows) sliceOf[row] = slicing.sliceOf[row]
  return { ...slicing, sliceOf }
}

async function readColumns(
  unitCount: number,
  { keys, of, columnOf, ordinalOf }: TableKeys,
  table: TableReader,
  names: readonly string[],
): Promise<Slicing[]> {
  const columns = [...new Set(names.map(columnOf))]
  const cells = columns.map(() => ({ texts: new KeyTable(), codes: new Uint32Array(keys.size).fill(ABSENT) }))
  const positions = columns.map((name) => table.columns.indexOf(name))
  for await (const batch of table.batches()) {
    const ordinals = new Uint32Array(batch.rowCount)
    const codes = new Uint32Array(batch.rowCount)
    keys.find(of(batch), batch.rowCount, ordinals)
    cells.forEach((cell, c) => {
      cell.texts.intern(textColumn(batch, positions[c]), batch.rowCount, codes)
      for (let i = 0; i < batch.rowCount; i++) if (ordinals[i] !== ABSENT) cell.codes[ordinals[i]] = codes[i]
    })
  }
  return names.map((name) => {
    const { texts, codes } = cells[columns.indexOf(columnOf(name))]
    return sliceColumn(
      name,
      texts,
      Uint32Array.from({ length: unitCount }, (_, unit) => codes[ordinalOf(name, unit)]),
    )
  })
}

/** Slices by value, or by quarter where the values are many numbers. */
function sliceColumn(column: string, keys: KeyTable, codes: Uint32Array): Slicing {
  const texts = Array.from({ length: keys.size }, (_, code) => keys.text(code))
  const counts = new Float64Array(keys.size)
  for (const code of codes) if (code !== ABSENT) counts[code]++
  const used = texts.map((_, code) => code).filter((code) => counts[code] > 0 && texts[code] !== '')
  const areNumbers = used.every((code) => Number.isFinite(Number(texts[code])) && texts[code].trim() !== '')
  const labels =
    areNumbers && used.length > MOST_NUMBERS
      ? quarterLabels(texts.map(Number), codes, used)
      : valueLabels(texts, counts, used)
  const order = [...new Set(labels.values()), EMPTY]
  const numberOf = new Map(order.map((label, number) => [label, number]))
  const sliceOf = codes.map((code) => numberOf.get(labels.get(code) ?? EMPTY) as number)
  return { columns: [column], values: order.map((label) => [label]), sliceOf }
}

/** The label of each code: its text, or one for all rare ones; frequent values first. */
function valueLabels(
  texts: readonly string[],
  counts: Float64Array,
  used: readonly number[],
): Map<number, string> {
  const frequent = [...used].sort((a, b) => counts[b] - counts[a])
  const most = frequent.length > MOST_VALUES ? MOST_VALUES - 1 : MOST_VALUES
  return new Map(frequent.map((code, rank) => [code, rank < most ? texts[code] : OTHER]))
}

/** The label of each code: the quarter of the rows that its number falls into; equal numbers stay together. */
function quarterLabels(
  numbers: readonly number[],
  codes: Uint32Array,
  used: readonly number[],
): Map<number, string> {
  const present = new Set(used)
  const sorted = Float64Array.from(
    [...codes].filter((code) => present.has(code)),
    (code) => numbers[code],
  ).sort()
  const borders = Array.from(
    { length: QUARTERS - 1 },
    (_, q) => sorted[Math.floor(((q + 1) * sorted.length) / QUARTERS)],
  )
  const edges = [sorted[0], ...new Set(borders.filter((border) => border > sorted[0]))]
  const labelOf = (number: number) => {
    const bin = edges.findLastIndex((edge) => number >= edge)
    const last = bin === edges.length - 1
    return last ? `[${edges[bin]}, ${sorted[sorted.length - 1]}]` : `[${edges[bin]}, ${edges[bin + 1]})`
  }
  const ascending = [...used].sort((a, b) => numbers[a] - numbers[b])
  return new Map(ascending.map((code) => [code, labelOf(numbers[code])]))
}

/** Every combination of two slicings. */
function together(a: Slicing, b: Slicing): Slicing {
  return {
    columns: [...a.columns, ...b.columns],
    values: a.values.flatMap((left) => b.values.map((right) => [...left, ...right])),
    sliceOf: a.sliceOf.map((slice, i) => slice * b.values.length + b.sliceOf[i]),
  }
}

/** The most frequent combinations in their order, and one slice for all others. */
function withoutRare(slicing: Slicing): Slicing {
  const { columns, values, sliceOf } = slicing
  const counts = new Float64Array(values.length)
  for (const slice of sliceOf) counts[slice]++
  const used = values.map((_, slice) => slice).filter((slice) => counts[slice] > 0)
  if (columns.length === 1 || used.length <= MOST_COMBINED) return slicing
  const kept = used.sort((a, b) => counts[b] - counts[a] || a - b).slice(0, MOST_COMBINED - 1)
  kept.sort((a, b) => a - b)
  const numberOf = new Uint32Array(values.length).fill(kept.length)
  kept.forEach((slice, number) => {
    numberOf[slice] = number
  })
  return {
    columns,
    values: [...kept.map((slice) => values[slice]), columns.map(() => OTHER)],
    sliceOf: sliceOf.map((slice) => numberOf[slice]),
  }
}
