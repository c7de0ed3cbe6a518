/** The one way for a reader to refuse a file. */
import { GrandstandError, type Problem } from '#core/errors.ts'
import type { ReadLimits } from './limits.ts'

/** A `file_rejected` error whose detail is the first problem's message. */
export function rejectFile(problems: Problem | readonly Problem[], cause?: unknown): GrandstandError {
  const list = ('code' in problems ? [problems] : problems).map(withShortColumn)
  const [first] = list
  const where = first.line === undefined ? '' : `Line ${first.line}: `
  return new GrandstandError('file_rejected', where + first.message, { problems: list, cause })
}

/** A name of megabytes is no help to anybody. */
function withShortColumn(problem: Problem): Problem {
  const { column } = problem
  return column === undefined || column.length <= 1000
    ? problem
    : { ...problem, column: column.slice(0, 1000) }
}

/** A file with more rows than the limit. @param declared how many, where the file says so before they are read */
export function tooManyRows({ rows, rowAdvice }: ReadLimits, declared?: number): GrandstandError {
  const found =
    declared === undefined
      ? `The file has more than ${rows} rows, the limit.`
      : `The file declares ${declared} rows; the limit is ${rows}.`
  return rejectFile({ code: 'too_many_rows', message: rowAdvice ? `${found} ${rowAdvice}` : found })
}

/** A text of the file as it can stand in a message: quoted, control characters escaped, at most 60 characters. */
export function quoted(text: string): string {
  const characters = [...text.slice(0, 300)]
  return JSON.stringify(characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : text)
}

/** A count of bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const unit = Math.min(3, Math.floor(Math.log2(bytes) / 10))
  return `${Math.round((bytes / 1024 ** unit) * 10) / 10} ${['', 'KiB', 'MiB', 'GiB'][unit]}`
}
