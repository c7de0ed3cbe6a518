/** Writes the bench's files from a seed; the same bytes on every machine. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { seededRandom, shuffle } from '../seeded-random.ts'
import { classNames } from './workloads.ts'

const FLUSH_AT = 1 << 20

/** Writes a text file line by line without holding it. */
class LineFile {
  #descriptor: number
  #text = ''

  constructor(path: string, header: string) {
    this.#descriptor = openSync(path, 'w')
    this.line(header)
  }

  line(text: string): void {
    this.#text += `${text}\n`
    if (this.#text.length < FLUSH_AT) return
    writeSync(this.#descriptor, this.#text)
    this.#text = ''
  }

  close(): void {
    writeSync(this.#descriptor, this.#text)
    closeSync(this.#descriptor)
  }
}

type IdOf = (row: number) => string

const rowId: IdOf = (row) => `row${String(row).padStart(7, '0')}`

/** Sixteen hexadecimal digits that differ for different rows. */
const hexId: IdOf = (row) => {
  const mixed = BigInt.asUintN(64, BigInt(row + 1) * 0x9e3779b97f4a7c15n)
  return mixed.toString(16).padStart(16, '0')
}

function rowIds(count: number): string[] {
  return Array.from({ length: count }, (_, row) => rowId(row))
}

function shuffledOrder(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  shuffle(order, random)
  return order
}

function randomTruth(
  path: string,
  rows: number,
  classes: number,
  random: () => number,
  idOf = rowId,
): Uint32Array {
  const names = classNames(classes)
  const truth = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) truth[row] = Math.floor(random() * classes)
  const file = new LineFile(path, 'id,label')
  for (let row = 0; row < rows; row++) file.line(`${idOf(row)},${names[truth[row]]}`)
  file.close()
  return truth
}

/** W1: labels, right in 7 of 10 rows, in an order of their own. */
export function makeLabels(folder: string, name = 'w1', rows = 1_000_000, idOf = rowId): void {
  const random = seededRandom(1)
  const names = classNames(100)
  const truth = randomTruth(join(folder, `${name}-truth.csv`), rows, 100, random, idOf)
  const file = new LineFile(join(folder, `${name}.csv`), 'id,prediction')
  for (const row of shuffledOrder(rows, random)) {
    file.line(`${idOf(row)},${names[random() < 0.7 ? truth[row] : Math.floor(random() * 100)]}`)
  }
  file.close()
}

/** The files of a workload that is measured only where it is named. */
export function makeExtra(folder: string, workload: string): void {
  if (workload === 'W1-hex') makeLabels(folder, 'w1-hex', 1_000_000, hexId)
  else if (workload === 'W1x16') makeLabels(folder, 'w1x16', 16_000_000)
  else throw new Error(`${workload} has no generator`)
}

/** Probabilities of six significant digits that lean towards the true class, by column. */
function probabilities(truth: Uint32Array, classes: number, random: () => number): Float64Array[] {
  const columns = Array.from({ length: classes }, () => new Float64Array(truth.length))
  const weights = new Float64Array(classes)
  for (let row = 0; row < truth.length; row++) {
    let sum = 0
    for (let c = 0; c < classes; c++) {
      weights[c] = 0.001 + random() ** 3 + (c === truth[row] ? random() * 2 : 0)
      sum += weights[c]
    }
    for (let c = 0; c < classes; c++) columns[c][row] = Number((weights[c] / sum).toPrecision(6))
  }
  return columns
}

function writeProbabilities(path: string, ids: readonly string[], columns: readonly Float64Array[]): void {
  const file = new LineFile(path, ['id', ...classNames(columns.length)].join(','))
  for (let row = 0; row < ids.length; row++) {
    let line = ids[row]
    for (const column of columns) line += `,${column[row]}`
    file.line(line)
  }
  file.close()
}

interface ParquetColumn {
  name: string
  type: 'STRING' | 'DOUBLE' | 'FLOAT'
  data: string[] | Float64Array | Float32Array
}

function writeParquet(path: string, codec: 'SNAPPY' | 'ZSTD', columnData: ParquetColumn[]): void {
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdCompressSync(input)) }
  // plain values, as pandas and polars write doubles that hardly repeat
  const plain = columnData.map((column) => ({ ...column, encoding: 'PLAIN' as const }))
  const bytes = parquetWriteBuffer({ columnData: plain, codec, compressors, rowGroupSize: 50_000 })
  const descriptor = openSync(path, 'w')
  writeSync(descriptor, new Uint8Array(bytes))
  closeSync(descriptor)
}

/** W2 and W3: the same 200,000 x 100 probabilities as CSV and as Parquet, in doubles and rounded to singles. */
export function makeProbabilities(folder: string, rows = 200_000): void {
  const random = seededRandom(2)
  const ids = rowIds(rows)
  const truth = randomTruth(join(folder, 'w2-truth.csv'), rows, 100, random)
  const order = shuffledOrder(rows, random)
  const columns = probabilities(
    order.map((row) => truth[row]),
    100,
    random,
  )
  const shuffled = Array.from(order, (row) => ids[row])
  writeProbabilities(join(folder, 'w2.csv'), shuffled, columns)
  const id = { name: 'id', type: 'STRING' as const, data: shuffled }
  const table: ParquetColumn[] = [
    id,
    ...classNames(100).map((name, c) => ({ name, type: 'DOUBLE' as const, data: columns[c] })),
  ]
  writeParquet(join(folder, 'w3-snappy.parquet'), 'SNAPPY', table)
  writeParquet(join(folder, 'w3-zstd.parquet'), 'ZSTD', table)
  const singles: ParquetColumn[] = [
    id,
    ...classNames(100).map((name, c) => ({
      name,
      type: 'FLOAT' as const,
      data: Float32Array.from(columns[c]),
    })),
  ]
  writeParquet(join(folder, 'w3f32-snappy.parquet'), 'SNAPPY', singles)
  writeParquet(join(folder, 'w3f32-zstd.parquet'), 'ZSTD', singles)
}

/** W4: every left record against 20 right ones; one record in two has its match among them. */
export function makePairs(folder: string, records = 100_000): void {
  const random = seededRandom(4)
  const left: string[] = []
  const right: string[] = []
  const scores: number[] = []
  const partners = shuffledOrder(records, random)
  const truth = new LineFile(join(folder, 'w4-truth.csv'), 'id_left,id_right')
  const recordId = (side: string, record: number) => `${side}${String(record).padStart(7, '0')}`
  for (let record = 0; record < records; record++) {
    truth.line(`${recordId('a', record)},${recordId('b', partners[record])}`)
    const first = random() < 0.5 ? record : record + 1
    for (let step = 0; step < 20; step++) {
      const partner = (first + step * 4_999) % records
      left.push(recordId('a', record))
      right.push(recordId('b', partners[partner]))
      scores.push(Math.round((partner === record ? 0.4 + 0.6 * random() : 0.9 * random() ** 2) * 1e6) / 1e6)
    }
  }
  truth.close()
  const file = new LineFile(join(folder, 'w4.csv'), 'id_left,id_right,score')
  const order = shuffledOrder(scores.length, random)
  for (const i of order) file.line(`${left[i]},${right[i]},${scores[i].toFixed(6)}`)
  file.close()
  writeParquet(join(folder, 'w4.parquet'), 'ZSTD', [
    { name: 'id_left', type: 'STRING', data: Array.from(order, (i) => left[i]) },
    { name: 'id_right', type: 'STRING', data: Array.from(order, (i) => right[i]) },
    { name: 'score', type: 'DOUBLE', data: Float64Array.from(order, (i) => scores[i]) },
  ])
}

/** W5: a small everyday file. */
export function makeSmall(folder: string, rows = 5_000): void {
  const random = seededRandom(5)
  const ids = rowIds(rows)
  const truth = randomTruth(join(folder, 'w5-truth.csv'), rows, 3, random)
  writeProbabilities(join(folder, 'w5.csv'), ids, probabilities(truth, 3, random))
}

/** Writes all of them. */
export function makeData(folder: string): void {
  makeSmall(folder)
  makeLabels(folder)
  makePairs(folder)
  makeProbabilities(folder)
}
