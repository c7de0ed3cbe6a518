/** Names of columns inside programs, whatever characters they hold. */

/** A string literal of Python or R: JSON's escapes mean the same there. */
export const text = (value: string): string => JSON.stringify(value)

/** A list of strings in Python. */
export const pythonList = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`

/** A vector of strings in R; an empty one is typed. */
export const rVector = (values: readonly string[]): string =>
  values.length === 0 ? 'character(0)' : `c(${values.map(text).join(', ')})`

/** A string literal of SQL. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** An identifier of SQL. */
export const sqlName = (value: string): string => `"${value.replaceAll('"', '""')}"`

/** One line of a comment. */
export const remark = (value: string): string => value.replace(/\s+/g, ' ').replaceAll('"""', "'''").trim()
