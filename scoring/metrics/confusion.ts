/**
 * A confusion table over k declared classes, its non-zero cells only, so that 10,000 classes cost no more than the
 * rows they hold. Cell j counts `counts[j]` rows of true class `trueClass[j]` predicted as `predictedClass[j]`;
 * cells are in row-major order. `support[c]` rows are truly c, `predicted[c]` rows are predicted as c, `hits[c]` both.
 */
export interface Confusion {
  classCount: number
  rowCount: number
  trueClass: Uint32Array
  predictedClass: Uint32Array
  counts: Float64Array
  support: Float64Array
  predicted: Float64Array
  hits: Float64Array
}

/** Above this many cells a dense table of counters costs more than sorting the rows. */
const DENSE_CELLS = 1 << 20

/**
 * Counts rows by true and predicted class.
 *
 * @param truth position of each row's true class, 0 to classCount - 1
 * @param predicted position of each row's predicted class, in the same order of rows
 * @param classCount number of declared classes, 1 to 65,535
 */
export function confusionOf(truth: Uint32Array, predicted: Uint32Array, classCount: number): Confusion {
  const cells =
    classCount * classCount <= DENSE_CELLS
      ? denseCells(truth, predicted, classCount)
      : sortedCells(truth, predicted, classCount)
  return confusionFromCells(cells.codes, cells.counts, classCount)
}

/**
 * A confusion table from its cells.
 *
 * @param codes true position * classCount + predicted position of each cell, ascending
 * @param counts rows in each of these cells
 */
export function confusionFromCells(codes: Uint32Array, counts: Float64Array, classCount: number): Confusion {
  const trueClass = codes.map((code) => Math.floor(code / classCount))
  const predictedClass = codes.map((code) => code % classCount)
  return withMargins({ classCount, trueClass, predictedClass, counts })
}

/** The same cells with other counts, which may be 0: a resample of the rows. */
export function withCounts(table: Confusion, counts: Float64Array): Confusion {
  const { classCount, trueClass, predictedClass } = table
  return withMargins({ classCount, trueClass, predictedClass, counts })
}

function withMargins(
  cells: Pick<Confusion, 'classCount' | 'trueClass' | 'predictedClass' | 'counts'>,
): Confusion {
  const { classCount, trueClass, predictedClass, counts } = cells
  const support = new Float64Array(classCount)
  const predicted = new Float64Array(classCount)
  const hits = new Float64Array(classCount)
  let rowCount = 0
  for (let j = 0; j < counts.length; j++) {
    const a = trueClass[j]
    const b = predictedClass[j]
    support[a] += counts[j]
    predicted[b] += counts[j]
    if (a === b) hits[a] = counts[j]
    rowCount += counts[j]
  }
  return { ...cells, rowCount, support, predicted, hits }
}

interface Cells {
  codes: Uint32Array
  counts: Float64Array
}

function denseCells(truth: Uint32Array, predicted: Uint32Array, classCount: number): Cells {
  const table = new Uint32Array(classCount * classCount)
  for (let i = 0; i < truth.length; i++) table[truth[i] * classCount + predicted[i]]++
  let used = 0
  for (const count of table) if (count > 0) used++
  const codes = new Uint32Array(used)
  const counts = new Float64Array(used)
  let j = 0
  for (let code = 0; code < table.length; code++) {
    if (table[code] === 0) continue
    codes[j] = code
    counts[j++] = table[code]
  }
  return { codes, counts }
}

function sortedCells(truth: Uint32Array, predicted: Uint32Array, classCount: number): Cells {
  const rows = new Uint32Array(truth.length)
  for (let i = 0; i < truth.length; i++) rows[i] = truth[i] * classCount + predicted[i]
  rows.sort()
  const codes = new Uint32Array(rows.length)
  const counts = new Float64Array(rows.length)
  let used = 0
  for (let i = 0; i < rows.length; i++) {
    if (i === 0 || rows[i] !== rows[i - 1]) codes[used++] = rows[i]
    counts[used - 1]++
  }
  return { codes: codes.slice(0, used), counts: counts.slice(0, used) }
}
