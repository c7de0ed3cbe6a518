/** Which tables a dataset may have, by name, and what each is for. */
import type { DatasetKind } from './schema.ts'

/** The column that names an organiser's own split of a test table: `public` or `private`. Never released. */
export const SPLIT_COLUMN = 'split'
/** The two ends of a pair. */
export const PAIR_COLUMNS = ['id_left', 'id_right'] as const

/** Whether the table lists pairs of records rather than records. */
export function isPairsTable(kind: DatasetKind, name: string): boolean {
  return kind === 'matching' && (name === 'pairs' || name.endsWith('_pairs'))
}

/** Tables with the same word here hold rows of the same kind, so their columns must agree. */
export function tableFamily(kind: DatasetKind, name: string): string {
  if (kind === 'classification') return 'rows'
  return isPairsTable(kind, name) ? 'pairs' : 'records'
}

/**
 * The short name of what a label column asks: `label` is the definition `label`, `label_exact` is `exact`, any other
 * column keeps its name. It names files, so characters beside letters, digits, `_` and `-` become `_`.
 */
export function definitionName(labelColumn: string): string {
  const name = labelColumn.startsWith('label_') && labelColumn.length > 6 ? labelColumn.slice(6) : labelColumn
  return name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)
}
