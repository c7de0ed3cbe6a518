/** What the program that reads organisers' files is asked, as JSON on standard input; it answers in `frames.ts`. */
import type { Problem } from '#core/errors.ts'
import type { InputTable } from '#datasets/infer-schema.ts'
import type { DatasetKind, TableSchema } from '#datasets/schema.ts'

/** Paths are those inside the sandbox. */
export type TablesRequest =
  /** Propose a schema; the answer is a `DatasetSchema`. */
  | { action: 'infer'; kind: DatasetKind; tables: InputTable[]; isReleased: boolean }
  /** Look at one file by itself; the answer is a `CheckedSource`. */
  | { action: 'check'; path: string }
  /** Batches of a table, of all columns or only some, in this order; the answer is `{ rows }`. */
  | { action: 'read'; path: string; table: TableSchema; only?: string[] }
  /** The images of an archive, a frame each; the answer is `{ count }`. */
  | { action: 'images'; path: string }

/** Why a file cannot be used: what `GrandstandError` of code `file_rejected` says. */
export interface Rejection {
  message: string
  problems: readonly Problem[]
}
