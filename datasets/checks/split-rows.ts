/** How many rows the two sides of a split have, where that is known before they pass by. */
export interface SplitRows {
  train?: number
  test?: number
}
