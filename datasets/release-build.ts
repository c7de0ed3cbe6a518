import { join } from 'node:path'
import type { Check } from './checks/check.ts'
import { columnChecks } from './checks/column-checks.ts'
import { ImageCells } from './checks/image-cells.ts'
import type { PairDifficulty } from './checks/pair-difficulty.ts'
import { inTable } from './in-table.ts'
import { KEPT_MEMORY_BYTES, KeptRows, readKeptRows } from './kept-rows.ts'
import { KeptWriter } from './kept-writer.ts'
import { OutputFile } from './output-file.ts'
import type { ReadTable } from './read-table.ts'
import type { PlannedTable } from './release-plan.ts'
import type { RowIndexWriter } from './row-index.ts'
import type { TableSchema } from './schema.ts'
import {
  type ReleaseFile,
  type ReleaseTable,
  type ReleaseTableOptions,
  ReleaseTableWriter,
} from './table-writers.ts'
import { selectFromBatch, type TypedBatch } from './typed-batch.ts'
import type { KeptOutput } from './write-kept.ts'

/** Bytes of kept rows above which a second thread is quicker than it takes to start. */
const WORTH_A_THREAD = 16 << 20

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
  /** Reads the given tables; those that are wanted again come from {@link KeptRows} then. */
  readonly readTable: ReadTable
  /** Takes every released row, where a row index is wanted. */
  rowIndex?: RowIndexWriter
  /** Set for a matching dataset. */
  difficulty?: PairDifficulty
  /** The images that rows of each released table name. */
  readonly imagesOf = new Map<string, Set<string>>()
  readonly #kept = new Map<string, KeptRows>()
  readonly #keeping: KeptRows[] = []
  readonly #writers = new Map<KeptRows, KeptWriter>()
  readonly #onProgress: (rows: number) => void
  #rows = 0

  /** @param again names of the given tables that are read more than once */
  constructor(
    folder: string,
    images: readonly string[],
    { readTable, again }: { readTable: ReadTable; again: ReadonlySet<string> },
    onProgress: (rows: number) => void,
  ) {
    this.readTable = (input, table, only) =>
      again.has(input.name)
        ? this.#readKept(readTable, { input, table }, only)
        : readTable(input, table, only)
    this.folder = folder
    this.images = new Set(images)
    this.#onProgress = onProgress
  }

  /** Reads a table from its file once, and from what was kept of it from then on. */
  async *#readKept(
    readTable: ReadTable,
    { input, table }: PlannedTable,
    only: readonly string[] | undefined,
  ): AsyncGenerator<TypedBatch> {
    const at = only?.map((name) => table.columns.findIndex((column) => column.name === name))
    const select = (batch: TypedBatch) => (at ? selectFromBatch(batch, at) : batch)
    const known = this.#kept.get(input.name)
    if (known) {
      for (const batch of readKeptRows(known.file)) yield select(batch)
      return
    }
    const taken = this.#keeping.reduce((sum, { inMemory }) => sum + inMemory, 0)
    const rows = new KeptRows(this.folder, table.columns, KEPT_MEMORY_BYTES - taken)
    this.#keeping.push(rows)
    for await (const batch of readTable(input, table)) {
      rows.observe(batch)
      if (rows.size >= WORTH_A_THREAD && !this.#writers.has(rows)) this.#writers.set(rows, new KeptWriter())
      yield select(batch)
    }
    rows.seal()
    this.#kept.set(input.name, rows)
  }

  /** Reads a given table, unless that has been done, so that it can be written beside the checks of its rows; says how many. */
  async keep(planned: PlannedTable): Promise<number> {
    const known = this.#kept.get(planned.input.name)
    if (known) return known.rows
    let rows = 0
    for await (const { rowCount } of this.read(planned)) rows += rowCount
    return rows
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

  /**
   * Begins to write tables of a given table beside everything else, if that has been kept and is large enough to be worth it.
   *
   * @param parts of its rows, where the outputs are parts of the table
   */
  writeKept(
    { input }: PlannedTable,
    outputs: readonly KeptOutput[],
    parts: Uint8Array | undefined,
  ): KeptWriter | undefined {
    const kept = this.#kept.get(input.name)
    if (!kept) return undefined
    const writer = this.#writers.get(kept)
    writer?.write({ file: kept.file, folder: this.folder, outputs, parts })
    return writer
  }

  /** Ends what still runs, and gives back the space of rows that were kept to be read again. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#writers.values(), (writer) => writer.stop()))
    for (const rows of this.#keeping) rows.abandon()
  }

  startTable(table: TableSchema, options: Omit<ReleaseTableOptions, 'index'> = {}): ReleaseTableWriter {
    const index = this.rowIndex?.startTable(table)
    const writer = new ReleaseTableWriter(this.folder, table, { ...options, index })
    if (writer.writer) this.open.push(writer.writer)
    return writer
  }

  async finishTable(writer: ReleaseTableWriter): Promise<void> {
    const { files, table, schema } = await writer.finish()
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
