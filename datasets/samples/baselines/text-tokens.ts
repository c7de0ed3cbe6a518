import type { Row } from '../csv-rows.ts'

/** Lower-case words and numbers of some columns, in order: `Flag: Côte d’Ivoire` → flag, côte, d, ivoire. */
export function textTokens(row: Row, columns: readonly string[]): string[] {
  return columns.flatMap((column) => row[column].toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}
