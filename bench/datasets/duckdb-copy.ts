/** The floor: DuckDB copies a CSV to Parquet, and nothing else: `duckdb-copy.ts TABLE OUTPUT`. */
import { DuckDBInstance } from '@duckdb/node-api'

const [path, out] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
await connection.run(
  `COPY (SELECT * FROM read_csv(${quoted(path)})) TO ${quoted(out)} (FORMAT parquet, COMPRESSION zstd)`,
)
const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${quoted(out)}`)
console.log(JSON.stringify({ rows: counted.getRows()[0][0] }))
