/** Where the writing machine has its functions and constants. */

/** Where each function stands in the module. */
export const FUNCTION = {
  writeUnsigned: 0,
  int64Texts: 1,
  dateTexts: 2,
  timestampTexts: 3,
  highProduct: 4,
  scaled: 5,
  writeDouble: 6,
  float64Texts: 7,
  booleanTexts: 8,
  csvTexts: 9,
  joinRows: 10,
  rowBytes: 11,
  pickBytes: 12,
  pickWords: 13,
  pickPairs: 14,
  pickStrings: 15,
} as const

/** Where constants lie in memory; what is written begins at `free`. */
export const LAYOUT = {
  true: 8,
  false: 16,
  /** A text that is put together elsewhere first. */
  scratch: 32,
  /** See `powers-of-ten.ts`. */
  powers: 128,
  free: 16_384,
} as const

/** Bytes that code may write or read beyond where a text ends. */
export const SLACK = 32
