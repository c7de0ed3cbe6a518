/** What slices are made of: rows, items, pairs or queries of a truth, and how a table speaks of them. */
import { GrandstandError } from '#core/errors.ts'
import type { TableBatch, TextBatch } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { KeyTable } from '../align/key-table.ts'
import { PAIR_SEPARATOR, RowKeys } from '../align/row-keys.ts'
import { textColumn } from './opened-table.ts'
import type { PreparedTruth } from './prepared-truth.ts'
import type { SplitCodes } from './truth-splits.ts'

/** The keys of what is sliced; positions in flags and slicings are their ordinals. */
export interface SliceUnits {
  keys: KeyTable
  /** The columns of a table about these that name them; the first that the table has is taken. */
  idColumns: readonly string[]
  splits: SplitCodes
  /** Labelled pairs; undefined for anything else. */
  pairs?: { symmetric: boolean }
}

/**
 * What a task's slices are made of.
 *
 * @throws GrandstandError `invalid_input` for a match list, where a wrong pair stands in no row of the truth
 */
export function sliceUnits(spec: TaskSpec, prepared: PreparedTruth): SliceUnits {
  switch (prepared.kind) {
    case 'classification':
    case 'matching-clusters':
      return { keys: prepared.truth.index.keys, splits: prepared.truth.splits, idColumns: ['id'] }
    case 'matching-ranked':
      return {
        keys: prepared.truth.queries,
        splits: prepared.truth.querySplits,
        idColumns: ['query_id', 'id'],
      }
    case 'matching-pairs': {
      if (spec.truthForm === 'match-list') {
        throw new GrandstandError(
          'invalid_input',
          'A task with a list of matches cannot be sliced: pairs that are no match stand in no row of its truth.',
        )
      }
      const { keys, splits } = prepared.truth
      return { keys, splits, idColumns: ['id'], pairs: { symmetric: spec.symmetric } }
    }
  }
}

/** How to find the units of a table's rows. */
export interface TableKeys {
  /** Columns of the table that name its rows. */
  names: string[]
  /** What the table's rows are about. */
  keys: KeyTable
  /** The keys of a batch, valid until the next call. */
  of(batch: TableBatch): TextBatch
  /** The table's column that stands for a slice column. */
  columnOf(name: string): string
  /** For each unit the ordinal in `keys` that a slice column asks for. */
  ordinalOf(name: string, unit: number): number
}

const SIDE = /^(left|right)\.(.+)$/s

/**
 * How a table with this header speaks of the units. A table about labelled pairs has `id_left` and `id_right`; one about
 * their records has `id`, and its columns are sliced by as `left.country` and `right.country`.
 *
 * @throws GrandstandError `invalid_input` for a column of a table of records without a side
 */
export function tableKeys(units: SliceUnits, header: readonly string[], by: readonly string[]): TableKeys {
  const { keys, idColumns, pairs } = units
  if (pairs && !header.includes('id_left')) return recordKeys(keys, header, by)
  const names = pairs
    ? ['id_left', 'id_right']
    : [idColumns.find((id) => header.includes(id)) ?? idColumns[0]]
  const positions = names.map((name) => header.indexOf(name))
  const rowKeys = new RowKeys({ names, positions, symmetric: pairs?.symmetric })
  return {
    names,
    keys,
    of: (batch) => rowKeys.of(batch),
    columnOf: (name) => name,
    ordinalOf: (_, unit) => unit,
  }
}

function recordKeys(pairs: KeyTable, header: readonly string[], by: readonly string[]): TableKeys {
  const wrong = by.find((name) => !SIDE.test(name))
  if (wrong !== undefined) {
    throw new GrandstandError(
      'invalid_input',
      `The table of slices is about records, so a column is wanted of the left or the right one: "left.${wrong}" or "right.${wrong}".`,
    )
  }
  const keys = new KeyTable()
  const sides = [0, 1].map((side) => {
    const ordinals = new Uint32Array(pairs.size)
    keys.intern(recordsOf(pairs, side), pairs.size, ordinals)
    return ordinals
  })
  const at = header.indexOf('id')
  return {
    names: ['id'],
    keys,
    of: (batch) => textColumn(batch, at),
    columnOf: (name) => name.replace(SIDE, '$2'),
    ordinalOf: (name, pair) => sides[name.startsWith('left.') ? 0 : 1][pair],
  }
}

/** One record of each pair as text cells: side 0 the left ones, 1 the right ones. */
function recordsOf(pairs: KeyTable, side: number): TextBatch {
  const starts = new Uint32Array(pairs.size)
  const ends = new Uint32Array(pairs.size)
  const keys = Array.from({ length: pairs.size }, (_, pair) => {
    const key = pairs.key(pair)
    const border = key.indexOf(PAIR_SEPARATOR)
    return side === 0 ? key.slice(0, border) : key.slice(border + 1)
  })
  const bytes = new Uint8Array(keys.reduce((sum, key) => sum + key.length, 0))
  let next = 0
  keys.forEach((key, pair) => {
    starts[pair] = next
    bytes.set(key, next)
    next += key.length
    ends[pair] = next
  })
  return { form: 'text', bytes, starts, ends }
}
