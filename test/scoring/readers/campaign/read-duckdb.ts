/** A process that reads Parquet with DuckDB. Damaged files have ended it; that says nothing about ours. */
import { DuckDBInstance } from '@duckdb/node-api'
import { type Answer, answerLines, type Cell, type CellKind } from './answer.ts'

const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' })
const connection = await instance.connect()

function kindOf(type: string): CellKind {
  if (type === 'FLOAT') return 'single'
  return type === 'DOUBLE' ? 'double' : 'text'
}

/** Dates and timestamps as ISO 8601, which is how we write them; years of more than four digits have a sign and six. */
function textOf(value: unknown, type: string): Cell {
  if (value === null) return null
  const text = String(value)
  if (!type.startsWith('TIMESTAMP') && type !== 'DATE') return text
  const [, years, days, isBefore, clock] = /^(\d+)(-\d\d-\d\d)( \(BC\))?(.*)$/.exec(text) ?? []
  if (years === undefined) return text
  const year = isBefore ? 1 - Number(years) : Number(years)
  const sign = year < 0 ? '-' : '+'
  const isPlain = year >= 0 && year <= 9999
  const date = (isPlain ? years.padStart(4, '0') : sign + String(Math.abs(year)).padStart(6, '0')) + days
  if (type === 'DATE') return date
  const time = clock
    .trim()
    .replace(/\+00$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  return `${date}T${time}Z`
}

async function read(path: string): Promise<Answer> {
  try {
    const source = `read_parquet('${path.replaceAll("'", "''")}', binary_as_string = true)`
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)
    const names = described.getRows().map(([name]) => String(name))
    const types = described.getRows().map(([, type]) => String(type))
    const cells = names.map((name, c) => {
      const column = `"${name.replaceAll('"', '""')}"`
      return kindOf(types[c]) === 'text' ? `${column}::varchar` : column
    })
    const result = await connection.runAndReadAll(`SELECT ${cells.join(', ')} FROM ${source} LIMIT 100001`)
    const rows = result.getRows().map((row) => row.map((value, c) => textOf(value, types[c])))
    return { read: { columns: names, rows, kinds: types.map(kindOf) } }
  } catch (error) {
    return { refused: String(error).slice(0, 300) }
  }
}

await connection.run("SET TimeZone = 'UTC'")
await answerLines(read)
