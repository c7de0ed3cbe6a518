/** What a format that knows types says about a column. */
export interface DeclaredColumn {
  /** As people call it, for instance `decimal(10, 2)` or `JSON numbers`. */
  name: string
  /**
   * Types of the data standard that the cells may be, the preferred one first; a string where the cells fit none, such
   * as whole numbers beyond 64 bits.
   */
  candidates: readonly ('int64' | 'float64' | 'boolean' | 'date' | 'timestamp')[]
  /** The column is declared to have few values (a dictionary, a category, an enumeration). */
  isCategory?: boolean
}
