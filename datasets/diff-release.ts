import type { Check } from './checks/check.ts'
import { diffColumns } from './diff-columns.ts'
import { diffRows, HeldRows, type IndexedPlace } from './diff-rows.ts'
import type { ReleaseDiff, TableDiff } from './diff-types.ts'
import { readIndexedTables } from './row-index.ts'
import type { DatasetSchema, TableSchema } from './schema.ts'

/** A release as a comparison sees it. `rowIndex`: a file of RowIndexWriter; without it, rows are not compared. */
export interface ComparedRelease {
  schema: DatasetSchema
  rowIndex: string | undefined
}

const TRAIN = ['train', 'train_pairs']
const TEST = ['test', 'test_pairs']

function placesOf({ rowIndex }: ComparedRelease): Map<string, IndexedPlace> {
  if (rowIndex === undefined) return new Map()
  return new Map(readIndexedTables(rowIndex).map((table) => [table.table, { path: rowIndex, table }]))
}

function oneSided(state: 'added' | 'removed', { name, rows = 0 }: TableSchema): TableDiff {
  const counts = state === 'added' ? { rowsBefore: 0, rowsAfter: rows } : { rowsBefore: rows, rowsAfter: 0 }
  return { table: name, state, ...counts, columns: [], rows: null }
}

/**
 * How a release differs from the one before: tables, columns, and rows by their ids. It reads released tables only, so
 * it holds nothing that is withheld. Memory: the newer table's keys and hashes, one table at a time.
 */
export function diffRelease(
  previous: ReleaseDiff['previous'],
  before: ComparedRelease,
  after: ComparedRelease,
): ReleaseDiff {
  const [older, newer] = [placesOf(before), placesOf(after)]
  const moved = { trainToTest: 0, testToTrain: 0 }
  const kept = after.schema.tables.map((table): TableDiff => {
    const place = newer.get(table.name)
    const held = place && HeldRows.read(place)
    const shared = (names: readonly string[]) =>
      names
        .flatMap((name) => older.get(name) ?? [])
        .reduce((sum, one) => sum + (held?.countShared(one) ?? 0), 0)
    if (TEST.includes(table.name)) moved.trainToTest += shared(TRAIN)
    if (TRAIN.includes(table.name)) moved.testToTrain += shared(TEST)
    const was = before.schema.tables.find((other) => other.name === table.name)
    if (!was) return oneSided('added', table)
    const old = older.get(table.name)
    const rows = old && held ? diffRows(old, held) : null
    const counts = { rowsBefore: was.rows ?? 0, rowsAfter: table.rows ?? 0 }
    return { table: table.name, state: 'kept', ...counts, columns: diffColumns(was, table), rows }
  })
  const gone = before.schema.tables.filter(
    (table) => !after.schema.tables.some((other) => other.name === table.name),
  )
  return { previous, tables: [...kept, ...gone.map((table) => oneSided('removed', table))], moved }
}

/** Rows that changed sides: their answers were public before, or are public now. */
export function movedChecks({ previous, moved }: ReleaseDiff): Check[] {
  const found: Check[] = []
  const { trainToTest, testToTrain } = moved
  if (testToTrain > 0) {
    const message = `Training rows whose labels release ${previous.version} withheld: ${testToTrain}.`
    found.push({ code: 'withheld_rows_released', severity: 'warning', table: 'train', message })
  }
  if (trainToTest > 0) {
    const message = `Test rows that release ${previous.version} gave as training rows, labels included: ${trainToTest}.`
    found.push({ code: 'known_rows_withheld', severity: 'warning', table: 'test', message })
  }
  return found
}
