import { PART } from './assign-parts.ts'

/** The rows of a batch that belong to the test set, or those that do not, by their parts. */
export function selectRows(parts: Uint8Array, isTest: boolean): Uint32Array {
  const rows = new Uint32Array(parts.length)
  let count = 0
  for (let row = 0; row < parts.length; row++) if ((parts[row] !== PART.train) === isTest) rows[count++] = row
  return rows.subarray(0, count)
}
