import type { ClassProbabilities, RowFigures } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

/** The smallest probability that log loss believes: the distance from 1 to the next double. */
export const EPSILON = 2.220446049250313e-16
const HIGHEST = 1 - EPSILON
const BLOCK_ROWS = 2048

/** Figures of `rows` rows of which no column was added yet. */
export function emptyFigures(rows: number): RowFigures {
  return {
    position: new Uint32Array(rows),
    confidence: new Float64Array(rows),
    clippedSums: new Float64Array(rows),
    own: new Float64Array(rows),
  }
}

/** The figures of rows `from` to `to`; views. */
export function figuresOf(figures: RowFigures, from: number, to: number): RowFigures {
  return {
    position: figures.position.subarray(from, to),
    confidence: figures.confidence.subarray(from, to),
    clippedSums: figures.clippedSums.subarray(from, to),
    own: figures.own.subarray(from, to),
  }
}

/**
 * Adds the probabilities `values[start..end)` of class c for the rows from 0 on; tells whether all of them are from 0 to
 * 1. Classes are added in declared order. A reader does this while the values are near at hand, which spares the
 * metrics a walk over all of them.
 */
export function addClass(
  { position, confidence, clippedSums }: RowFigures,
  c: number,
  values: Float64Array,
  start: number,
  end: number,
): boolean {
  let areProbabilities = true
  for (let i = start; i < end; i++) {
    const p = values[i]
    const row = i - start
    let clipped = p
    if (!(p >= EPSILON && p <= HIGHEST)) {
      if (!(p >= 0 && p <= 1)) areProbabilities = false
      clipped = p < EPSILON ? EPSILON : HIGHEST
    }
    clippedSums[row] += clipped
    // a row begins with class 0 and a probability of 0
    if (p > confidence[row]) {
      confidence[row] = p
      position[row] = c
    }
  }
  return areProbabilities
}

/** The figures of all rows: those noted while they were read, or computed a block of rows at a time. */
export const rowFigures = oncePerInput(({ columns, truth, figures }: ClassProbabilities): RowFigures => {
  if (figures) return figures
  const result = emptyFigures(truth.length)
  for (let from = 0; from < truth.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, truth.length)
    const block = figuresOf(result, from, to)
    for (let c = 0; c < columns.length; c++) addClass(block, c, columns[c], from, to)
    for (let i = from; i < to; i++) result.own[i] = columns[truth[i]][i]
  }
  return result
})
