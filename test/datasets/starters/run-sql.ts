/** Runs the statements of an SQL file with DuckDB in the working folder, as `duckdb < FILE` does. */
import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const connection = await (await DuckDBInstance.create(':memory:')).connect()
const statements = await connection.extractStatements(readFileSync(process.argv[2], 'utf8'))
for (let i = 0; i < statements.count; i++) await (await statements.prepare(i)).run()
