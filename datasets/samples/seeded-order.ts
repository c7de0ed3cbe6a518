import { createHash } from 'node:crypto'

/**
 * Puts things into an order that looks random and is the same on every machine: by the SHA-256 of the seed and each
 * thing's key. Unlike a shuffle, adding or removing one thing never changes the order of the others.
 *
 * @param keyOf a key that is unique among the things; equal keys keep their given order
 */
export function seededOrder<T>(things: readonly T[], seed: string, keyOf: (thing: T) => string): T[] {
  return things
    .map((thing) => ({
      thing,
      rank: createHash('sha256')
        .update(`${seed}\n${keyOf(thing)}`)
        .digest('hex'),
    }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ thing }) => thing)
}
