/** What every reader does with column names. */
import type { ColumnForm } from '#core/table.ts'
import { quoted, rejectFile } from './reject.ts'

/**
 * How columns are wanted, by name, or decided from the header. A column that is not named is wanted as text. Names that
 * the file lacks are ignored: whether a column must be there is the caller's to say.
 */
export type FormChoice =
  | Readonly<Record<string, ColumnForm>>
  | ((header: readonly string[]) => readonly ColumnForm[])

export function formsOf(names: readonly string[], choice: FormChoice = {}): ColumnForm[] {
  if (typeof choice === 'function') {
    const forms = choice(names)
    if (forms.length !== names.length) throw new RangeError('one form per column of the header is needed')
    return [...forms]
  }
  return names.map((name) => (Object.hasOwn(choice, name) ? choice[name] : 'text'))
}

/** A name that is longer is no name, but a line of something else. */
export const LONGEST_NAME = 1000

/** Names must be there and differ: a column is only ever meant by its name. */
export function requireNames(names: readonly string[], line?: number): void {
  const seen = new Set<string>()
  names.forEach((name, i) => {
    if (name === '') {
      const message = `Column ${i + 1} has no name. ${whyUnnamed(i, names, line !== undefined)}`
      throw rejectFile({ line, code: 'unnamed_column', message })
    }
    if (name.length > LONGEST_NAME) {
      const message = `The name of column ${i + 1} has ${name.length} characters: ${quoted(name)}. Give it a short one.`
      throw rejectFile({ line, code: 'name_too_long', message })
    }
    if (seen.has(name)) {
      const where = line === undefined ? 'in the file' : 'in the header'
      // no name that a person gives, and the likeliest to stand twice in a row
      const isRow = line !== undefined && /^[-+\d.]+$/.test(name)
      const more = isRow ? ' If this line is a row, add a line with the names above it.' : ''
      const message = `The column ${quoted(name)} stands ${where} twice. Remove or rename one.${more}`
      throw rejectFile({ line, column: name, code: 'duplicate_column', message })
    }
    seen.add(name)
  })
}

/** The likeliest cause of a column without a name, and what to do. */
function whyUnnamed(i: number, names: readonly string[], isText: boolean): string {
  if (isText && names.length === 1) return 'The first line is empty: remove it, so that the names come first.'
  if (isText && names[0] === 'sep=')
    return 'The first line only tells Excel the separator: remove it, so that the names come first.'
  if (i === 0)
    return 'A data frame written with its index looks like this: write it without (index=False in pandas, row.names = FALSE in R), or give the column a name.'
  if (isText && i === names.length - 1)
    return 'A separator at the end of each line looks like this: remove it, or give the column a name.'
  return 'Give it a name, or leave the column out.'
}
