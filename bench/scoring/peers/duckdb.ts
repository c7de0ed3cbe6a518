/**
 * DuckDB reads and joins, with all it has for that: both cores, its own CSV and Parquet readers, typed columns. Scores come
 * from our metrics over what it hands out, because SQL has none of them.
 *
 *     duckdb.ts WORKLOAD TRUTH PREDICTIONS CLASSES METRICS     (the last two as JSON)
 */
import { DuckDBInstance } from '@duckdb/node-api'
import { findMetric } from '#scoring/metrics/catalogue.ts'
import { confusionFromCells, confusionOf } from '#scoring/metrics/confusion.ts'
import type { MetricInputs, MetricNeed } from '#scoring/metrics/metric-inputs.ts'

const [workload, truth, predictions, classesText, metricsText] = process.argv.slice(2)
const classes: string[] = JSON.parse(classesText)
const metrics: string[] = JSON.parse(metricsText)

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run('SET autoload_known_extensions = false; SET autoinstall_known_extensions = false')

/** Numbers of a result, column by column. */
async function columnsOf(sql: string): Promise<Float64Array[]> {
  const result = await connection.run(sql)
  const parts: Float64Array[][] = Array.from({ length: result.columnCount }, () => [])
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (let c = 0; c < parts.length; c++) {
      const vector = chunk.getColumnVector(c)
      parts[c].push(Float64Array.from({ length: chunk.rowCount }, (_, i) => Number(vector.getItem(i))))
    }
  }
  return parts.map((list) => {
    const whole = new Float64Array(list.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of list) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  })
}

const text = (path: string) => `read_csv('${path}', header = true, all_varchar = true)`
/** Positions of the classes, as the join needs them. */
const classTable = `(SELECT unnest(${list(classes)}) AS name, unnest(range(${classes.length})) AS code)`

function list(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`
}

async function labels(): Promise<MetricInputs['labels']> {
  const [codes, counts] = await columnsOf(`
    SELECT t.code * ${classes.length} + p.code, count(*)::DOUBLE
    FROM ${text(predictions)} AS file JOIN ${text(truth)} AS answers USING (id)
    JOIN ${classTable} AS t ON t.name = answers.label JOIN ${classTable} AS p ON p.name = file.prediction
    GROUP BY 1`)
  return confusionFromCells(Uint32Array.from(codes), counts, classes.length)
}

async function probabilities(): Promise<MetricInputs['probabilities']> {
  const types = classes.map((name) => `'${name}': 'DOUBLE'`).join(', ')
  const source = predictions.endsWith('.parquet')
    ? `read_parquet('${predictions}')`
    : `read_csv('${predictions}', header = true, columns = {'id': 'VARCHAR', ${types}})`
  const names = classes.map((name) => `file."${name}"`).join(', ')
  const [codes, ...columns] = await columnsOf(`
    SELECT t.code::DOUBLE, ${names} FROM ${source} AS file JOIN ${text(truth)} AS answers USING (id)
    JOIN ${classTable} AS t ON t.name = answers.label`)
  return { truth: Uint32Array.from(codes), columns }
}

async function pairs(): Promise<MetricInputs['pairs']> {
  const columns = `{'id_left': 'VARCHAR', 'id_right': 'VARCHAR', 'score': 'DOUBLE'}`
  const source = predictions.endsWith('.parquet')
    ? `read_parquet('${predictions}')`
    : `read_csv('${predictions}', header = true, columns = ${columns})`
  const [scores, isMatch] = await columnsOf(`
    SELECT any_value(file.score), (count(answers.id_left) > 0)::DOUBLE
    FROM ${source} AS file LEFT JOIN ${text(truth)} AS answers USING (id_left, id_right)
    GROUP BY file.id_left, file.id_right`)
  const [[totalMatches]] = await columnsOf(`SELECT count(*)::DOUBLE FROM ${text(truth)}`)
  return { scores, isMatch: Uint8Array.from(isMatch), totalMatches, threshold: 0.5 }
}

async function scoreAll(): Promise<Record<string, number>> {
  const inputs: Partial<MetricInputs> = {}
  if (workload === 'W1') inputs.labels = await labels()
  else if (workload === 'W4') inputs.pairs = await pairs()
  else {
    inputs.probabilities = await probabilities()
    const { columns, truth: codes } = inputs.probabilities
    inputs.labels = confusionOf(codes, topClasses(columns), columns.length)
  }
  const kind = workload === 'W4' ? 'matching-pairs' : 'classification'
  return Object.fromEntries(metrics.map((name) => [name, compute(name, kind, inputs)]))
}

function compute(
  name: string,
  kind: 'matching-pairs' | 'classification',
  inputs: Partial<MetricInputs>,
): number {
  const metric = findMetric(kind, name)
  const input = metric && inputs[metric.info.needs]
  if (!metric || !input) throw new Error(`${workload} has no ${name}`)
  const result = (metric.compute as (input: MetricInputs[MetricNeed]) => { value?: number })(input)
  return result.value ?? Number.NaN
}

function topClasses(columns: readonly Float64Array[]): Uint32Array {
  const best = columns[0].slice()
  const top = new Uint32Array(best.length)
  for (let c = 1; c < columns.length; c++) {
    const column = columns[c]
    for (let i = 0; i < best.length; i++) {
      if (column[i] <= best[i]) continue
      best[i] = column[i]
      top[i] = c
    }
  }
  return top
}

console.log(JSON.stringify(await scoreAll()))
process.exit()
