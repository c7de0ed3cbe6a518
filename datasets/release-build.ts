import { join } from 'node:path'
import type { Check } from './checks/check.ts'
import { columnChecks } from './checks/column-checks.ts'
import { ImageCells } from './checks/image-cells.ts'
import type { PairDifficulty } from './checks/pair-difficulty.ts'
import { inTable } from './in-table.ts'
import { OutputFile } from './output-file.ts'
import type { ReadTable } from './read-table.ts'
import type { PlannedTable } from './release-plan.ts'
import type { RowIndexWriter } from './row-index.ts'
import type { TableSchema } from './schema.ts'
import { type ReleaseFile, type ReleaseTable, ReleaseTableWriter } from './table-writers.ts'
import type { TypedBatch } from './typed-batch.ts'

/** What the steps of one build share. */
export class ReleaseBuild {
  readonly folder: string
  readonly checks: Check[] = []
  readonly files: ReleaseFile[] = []
  readonly tables: ReleaseTable[] = []
  readonly schemas: TableSchema[] = []
  readonly images: ReadonlySet<string>
  readonly usedImages = new Set<string>()
  /** Closed when the build fails; finished writers ignore it. */
  readonly open: { abandon(): void }[] = []
  /** Reads the given tables. */
  readonly readTable: ReadTable
  /** Takes every released row, where a row index is wanted. */
  rowIndex?: RowIndexWriter
  /** Set for a matching dataset. */
  difficulty?: PairDifficulty
  /** The images that rows of each released table name. */
  readonly imagesOf = new Map<string, Set<string>>()
  readonly #onProgress: (rows: number) => void
  #rows = 0

  constructor(
    folder: string,
    images: readonly string[],
    readTable: ReadTable,
    onProgress: (rows: number) => void,
  ) {
    this.readTable = readTable
    this.folder = folder
    this.images = new Set(images)
    this.#onProgress = onProgress
  }

  /** The rows of a given table as exact types. */
  async *read({ input, table }: PlannedTable): AsyncGenerator<TypedBatch> {
    try {
      for await (const batch of this.readTable(input, table)) {
        yield batch
        this.#rows += batch.rowCount
        this.#onProgress(this.#rows)
      }
    } catch (error) {
      throw inTable(input.name, error)
    }
  }

  startTable(table: TableSchema): ReleaseTableWriter {
    const writer = new ReleaseTableWriter(this.folder, table, this.rowIndex?.startTable(table))
    this.open.push(writer.writer)
    return writer
  }

  finishTable(writer: ReleaseTableWriter): void {
    const { files, table, schema } = writer.finish()
    this.files.push(...files)
    this.tables.push(table)
    this.schemas.push(schema)
    this.checks.push(...columnChecks(table.profile))
  }

  imageCells(table: TableSchema): ImageCells {
    const own = new Set<string>()
    this.imagesOf.set(table.name, own)
    return new ImageCells(table, this.images, [own, this.usedImages])
  }

  writeText(path: string, format: ReleaseFile['format'], text: string): void {
    const file = new OutputFile(join(this.folder, path))
    file.write(Buffer.from(text, 'utf8'))
    this.files.push({ path, format, ...file.close() })
  }
}
