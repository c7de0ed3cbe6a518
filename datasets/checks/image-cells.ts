import { cellText } from '../cell-text.ts'
import { imagePath } from '../image-path.ts'
import type { TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'

/** Watches that every image cell is a safe path to a file of the images folder. Remembers which were used. */
export class ImageCells implements BatchObserver {
  readonly #table: TableSchema
  readonly #files: ReadonlySet<string>
  readonly #used: readonly Set<string>[]
  readonly #columns: {
    name: string
    at: number
    missing: string[]
    count: number
    unsafe: string[]
    bad: number
  }[]
  #rows = 0

  /**
   * @param files paths below the images folder
   * @param used are added to: the files that some cell names
   */
  constructor(table: TableSchema, files: ReadonlySet<string>, used: readonly Set<string>[]) {
    this.#table = table
    this.#files = files
    this.#used = used
    this.#columns = table.columns.flatMap(({ name, modality }, at) =>
      modality === 'image' ? [{ name, at, missing: [], count: 0, unsafe: [], bad: 0 }] : [],
    )
  }

  observe(batch: TypedBatch): void {
    this.#rows += batch.rowCount
    for (const column of this.#columns) {
      for (let row = 0; row < batch.rowCount; row++) {
        const cell = cellText(batch.columns[column.at], row)
        if (cell === null) continue
        const path = imagePath(cell)
        if (path === undefined) {
          if (column.bad++ < 5) column.unsafe.push(cell)
        } else if (this.#files.has(path)) for (const used of this.#used) used.add(path)
        else if (column.count++ < 5) column.missing.push(cell)
      }
    }
  }

  checks(): Check[] {
    return this.#columns.flatMap(({ name, missing, count, unsafe, bad }) => {
      const found: Check[] = []
      const place = { severity: 'error' as const, table: this.#table.name, column: name }
      if (bad > 0) {
        const message = `${share(bad, this.#rows)} cells are no path of a PNG, JPEG or WebP below images/, such as ${quoteSome(unsafe)}.`
        found.push({ code: 'image_path_invalid', ...place, message })
      }
      if (count > 0) {
        const message = `${share(count, this.#rows)} cells name an image that is not in the images folder, such as ${quoteSome(missing)}.`
        found.push({ code: 'missing_image', ...place, message })
      }
      return found
    })
  }
}
