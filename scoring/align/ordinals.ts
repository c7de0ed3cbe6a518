/** The ordinal of a key that is not in a table. */
export const ABSENT = 0xffff_ffff

/** What machine code writes for a key whose slot holds another key with the same tag: it needs a closer look. */
export const UNSURE = 0xffff_fffe

// Functions of their own, since V8 hardly optimises a loop within an async function.

/** Writes to `flags` 1 for each of the first `count` ordinals that is not ABSENT, else 0. */
export function flagFound(ordinals: Uint32Array, count: number, flags: Uint8Array): void {
  for (let i = 0; i < count; i++) flags[i] = Number(ordinals[i] !== ABSENT)
}

/** Writes `values[i]` to `out[ordinals[i]]` for each of the first `count` rows i whose ordinal is not ABSENT. */
export function placeByOrdinal<T extends Uint32Array | Float64Array>(
  values: T,
  ordinals: Uint32Array,
  count: number,
  out: T,
): void {
  for (let i = 0; i < count; i++) if (ordinals[i] !== ABSENT) out[ordinals[i]] = values[i]
}

/** Writes `values[ordinals[i]]` to `out[i]` for each of the first `count` rows i whose ordinal is not ABSENT. */
export function takeByOrdinal<T extends Uint32Array | Float64Array>(
  values: T,
  ordinals: Uint32Array,
  count: number,
  out: T,
): void {
  for (let i = 0; i < count; i++) if (ordinals[i] !== ABSENT) out[i] = values[ordinals[i]]
}
