/** How withheld answers leave a release build, without the build knowing where they are kept. */

/** What was written for one match definition or label. */
export interface TruthFile {
  /** Relative to the truth folder: `label.csv`. */
  path: string
  sizeBytes: number
  sha256: string
  rows: number
}

/** Takes the answers of one definition, in the order of the test table. */
export interface TruthWriter {
  write(keys: readonly string[], label: string, split: 'public' | 'private'): void
  finish(): TruthFile
  /** After an error: closes what is open. */
  abandon(): void
}

/** Opens one writer per definition. `keys`: the key columns, `id` or `id_left`, `id_right`. */
export interface TruthSink {
  open(definition: string, keys: readonly string[]): TruthWriter
}
