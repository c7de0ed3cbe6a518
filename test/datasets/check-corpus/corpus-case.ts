/** One file of the corpus and what looking at it must come to. */
export interface CorpusCase {
  name: string
  make: () => Uint8Array | Promise<Uint8Array>
  /** Accepted with so many rows; rejected with one of these codes; or either, but never a fault. */
  expect: { rows: number; types?: readonly string[] } | { codes: readonly string[] } | 'either'
  /** Megabytes, or seconds: only for the script that goes through all of them. */
  isHeavy?: boolean
}

/** A file that must be accepted. */
export function good(
  name: string,
  content: string | Uint8Array | (() => Uint8Array | Promise<Uint8Array>),
  rows: number,
  types?: readonly string[],
): CorpusCase {
  return { name, make: maker(content), expect: { rows, types } }
}

/** A file that must be rejected with one of these codes. */
export function bad(
  name: string,
  content: string | Uint8Array | (() => Uint8Array | Promise<Uint8Array>),
  ...codes: string[]
): CorpusCase {
  return { name, make: maker(content), expect: { codes } }
}

function maker(content: string | Uint8Array | (() => Uint8Array | Promise<Uint8Array>)): CorpusCase['make'] {
  if (typeof content === 'function') return content
  return () => (typeof content === 'string' ? Buffer.from(content) : content)
}
