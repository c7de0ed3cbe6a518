/** A document as weights of its tokens, of Euclidean length 1 (empty when it has no known token). */
export type TokenVector = Map<string, number>

/**
 * Learns inverse document frequencies, ln((1 + n) / (1 + df)) + 1 as scikit-learn's TfidfVectorizer has them, and
 * returns the function that turns a document into a vector. Tokens never seen count as the rarest.
 */
export function tfIdf(documents: readonly string[][]): (tokens: readonly string[]) => TokenVector {
  const frequency = new Map<string, number>()
  for (const document of documents) {
    for (const token of new Set(document)) frequency.set(token, (frequency.get(token) ?? 0) + 1)
  }
  return (tokens) => {
    const vector: TokenVector = new Map()
    for (const token of tokens) {
      const idf = Math.log((1 + documents.length) / (1 + (frequency.get(token) ?? 0))) + 1
      vector.set(token, (vector.get(token) ?? 0) + idf)
    }
    const length = Math.hypot(...vector.values())
    for (const [token, weight] of vector) vector.set(token, weight / length)
    return vector
  }
}

/** Cosine of two vectors of length 1: 0 (no common token) to 1. */
export function cosine(a: TokenVector, b: TokenVector): number {
  let sum = 0
  for (const [token, weight] of a) sum += weight * (b.get(token) ?? 0)
  return sum
}
