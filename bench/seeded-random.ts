/**
 * A generator of numbers in [0, 1) that gives the same sequence for a seed everywhere (Mulberry32, Tommy Ettinger,
 * public domain). Not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Shuffles in place (Fisher-Yates). */
export function shuffle<T>(list: T[] | Uint32Array, random: () => number): void {
  const values = list as { [at: number]: unknown; length: number }
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = values[i]
    values[i] = values[j]
    values[j] = kept
  }
}
