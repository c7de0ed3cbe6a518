/** The columns that the fields of JSON objects make. */
import type { RowBuffers } from '../csv/row-buffers.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText } from '../reject.ts'
import { JsonError, KIND, type ObjectScanner } from './scan-object.ts'

const MOST_NAME_BYTES = 4000
/** Cells of a table of which few are filled, at most, or per field that is there: the others cost time and space as well. */
const [EMPTY_CELLS, CELLS_PER_FIELD] = [10_000_000, 100]

/** Finds the column of each field: at once where objects have their fields in the same order, else by name. */
export class FieldColumns {
  readonly names: string[] = []
  /** The kinds of values met so far, a sum of KIND per column. */
  readonly kinds: number[] = []
  readonly #byName = new Map<string, number>()
  readonly #keys: Uint8Array[] = []
  /** The column that the i-th field of the last object was. */
  #guesses: number[] = []
  /** The object in which a column last occurred, by number. */
  #seenIn: number[] = []
  #objects = 0
  #fields = 0
  readonly #limits: ReadLimits

  constructor(limits: ReadLimits) {
    this.#limits = limits
  }

  /**
   * Notes the fields of an object, and columns not met before. Always false: no need to pause.
   *
   * @throws JsonError `duplicate_key`, `too_many_columns`, `name_too_long`, `cell_too_long`
   */
  learn(scanner: ObjectScanner, _line?: number): false {
    this.#objects++
    this.#fields += scanner.count
    for (let field = 0; field < scanner.count; field++) {
      const column = this.#columnOf(scanner, field, true)
      this.#once(scanner, field, column)
      this.kinds[column] |= scanner.kinds[field]
      if (scanner.ends[field] - scanner.starts[field] > this.#limits.cellBytes) {
        const message = `The value is longer than ${sizeText(this.#limits.cellBytes)}, the limit. Keep texts of this size in files of their own.`
        throw new JsonError('cell_too_long', message, scanner.keyOf(field))
      }
    }
    return false
  }

  /**
   * Refuses lines that have hardly a field in common: nearly all cells of their table would be empty.
   *
   * @throws GrandstandError `file_rejected` with `too_many_columns`
   */
  requireFilled(): void {
    const columns = this.names.length
    if (this.#objects * columns <= EMPTY_CELLS + CELLS_PER_FIELD * this.#fields) return
    const each = Math.ceil(this.#fields / this.#objects)
    const found = `The ${this.#objects} lines have ${columns} different fields, each line only ${each} of them.`
    const message = `${found} Use the same fields in all lines; write names that differ as values of one field.`
    throw rejectFile({ code: 'too_many_columns', message })
  }

  /** Puts the fields of an object into the next row of the batch; columns that it lacks become null. */
  fill(scanner: ObjectScanner, rows: RowBuffers): void {
    this.#objects++
    const row = rows.rowCount
    for (let field = 0; field < scanner.count; field++) {
      const column = this.#columnOf(scanner, field, false)
      this.#once(scanner, field, column)
      rows.starts[column][row] = scanner.starts[field]
      rows.ends[column][row] = scanner.ends[field]
      rows.setNull(column, scanner.kinds[field] === KIND.null)
    }
    if (scanner.count === this.names.length) return
    for (let column = 0; column < this.names.length; column++) {
      if (this.#seenIn[column] === this.#objects) continue
      rows.starts[column][row] = 0
      rows.ends[column][row] = 0
      rows.setNull(column, true)
    }
  }

  #columnOf(scanner: ObjectScanner, field: number, mayLearn: boolean): number {
    const guess = this.#guesses[field]
    if (guess !== undefined && this.#isKey(scanner, field, guess)) return guess
    const name = scanner.keyOf(field)
    let column = this.#byName.get(name)
    if (column === undefined) {
      if (!mayLearn) throw new JsonError('file_changed', 'The file changed while it was read.', name)
      column = this.#add(name)
    }
    this.#guesses[field] = column
    return column
  }

  #isKey(scanner: ObjectScanner, field: number, column: number): boolean {
    const key = this.#keys[column]
    const from = scanner.keyStarts[field]
    if (scanner.keyEnds[field] - from !== key.length) return false
    for (let i = 0; i < key.length; i++) if (scanner.bytes[from + i] !== key[i]) return false
    return true
  }

  #add(name: string): number {
    const column = this.names.length
    if (column === this.#limits.columns) {
      throw new JsonError(
        'too_many_columns',
        `The lines have more than ${this.#limits.columns} different fields.`,
      )
    }
    const key = new TextEncoder().encode(name)
    if (key.length > MOST_NAME_BYTES) {
      throw new JsonError('name_too_long', `A field name has ${key.length} bytes. Give it a short one.`)
    }
    this.#byName.set(name, column)
    this.names.push(name)
    this.kinds.push(0)
    this.#keys.push(key)
    this.#seenIn.push(0)
    return column
  }

  #once(scanner: ObjectScanner, field: number, column: number): void {
    if (this.#seenIn[column] === this.#objects) {
      throw new JsonError('duplicate_key', 'The field stands in the object twice.', scanner.keyOf(field))
    }
    this.#seenIn[column] = this.#objects
  }
}
