import { sizeText } from '../reject.ts'

/** Thrown by decoders where a page's bytes contradict its header; the cursor knows the column and makes a problem of it. */
export class PageError extends Error {}

/** Thrown for a sound value that no cell can hold; the message is a whole one, with what to do. */
export class CellError extends Error {
  readonly code: 'cell_too_long' | 'date_out_of_range'
  /** Where it stands among the values that were being read. */
  readonly row: number

  constructor(code: CellError['code'], message: string, row = 0) {
    super(message)
    this.code = code
    this.row = row
  }

  /** A cell longer than a limit of bytes. */
  static tooLong(most: number, row = 0): CellError {
    const message = `A cell is longer than ${sizeText(most)}, the limit. Keep texts of this size in files of their own.`
    return new CellError('cell_too_long', message, row)
  }
}
