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
const LONGEST_NAME = 1000

/** Names must be there and differ: a column is only ever meant by its name. */
export function requireNames(names: readonly string[], line?: number): void {
  const seen = new Set<string>()
  names.forEach((name, i) => {
    if (name === '') {
      const cause = 'A data frame written with its index looks like this: write it without (index=False).'
      throw rejectFile({ line, code: 'unnamed_column', message: `Column ${i + 1} has no name. ${cause}` })
    }
    if (name.length > LONGEST_NAME) {
      const message = `The name of column ${i + 1} has ${name.length} characters: ${quoted(name)}. Give it a short one.`
      throw rejectFile({ line, code: 'name_too_long', message })
    }
    if (seen.has(name)) {
      const message = `The column ${quoted(name)} stands in the header twice. Remove or rename one.`
      throw rejectFile({ line, column: name, code: 'duplicate_column', message })
    }
    seen.add(name)
  })
}
