import { openSource } from '#scoring/readers/open-source.ts'
import { readTyped } from './read-typed.ts'
import { RowHash } from './row-hash.ts'
import type { TableSchema } from './schema.ts'

/**
 * Reads a CSV or Parquet file and returns its rows' hash and number: the way to verify that two files of a release
 * hold the same rows, or that a download is what the release says.
 *
 * @throws GrandstandError `file_rejected` when the file does not fit the schema
 */
export async function hashTable(
  path: string,
  table: TableSchema,
): Promise<{ rowHash: string; rows: number }> {
  const hash = new RowHash(table.columns)
  let rows = 0
  for await (const batch of readTyped(await openSource(path), table)) {
    hash.observe(batch)
    rows += batch.rowCount
  }
  return { rowHash: hash.digest(), rows }
}
