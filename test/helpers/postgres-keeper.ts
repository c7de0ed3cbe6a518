/**
 * Keeps one Postgres for every test file that runs on its own, and ends when no test has used it for a while. Started
 * by test-server.ts; `npm test` runs a server of its own instead.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startCluster } from '#bin/embedded-postgres.ts'
import { takeLock } from '#bin/instance-lock.ts'
import { keeperFolder, quickSettings, urlFile } from './test-server.ts'

const idleLimitMs = 15_000

await mkdir(keeperFolder, { recursive: true })
const lock = await takeLock(path.join(keeperFolder, 'lock'))
if ('pid' in lock) process.exit(0)

const cluster = await startCluster({ folder: keeperFolder, settings: quickSettings })
let stopping = false
process.on('SIGTERM', () => {
  stopping = true
})
const client = new pg.Client({ connectionString: cluster.url('postgres') })
client.on('error', () => {
  stopping = true
})
await client.connect()
await dropLeftOvers()
await writeFile(`${urlFile}.new`, cluster.url('postgres'), { mode: 0o600 })
await rename(`${urlFile}.new`, urlFile)

let usedAt = Date.now()
while (!stopping && Date.now() - usedAt < idleLimitMs) {
  await sleep(500)
  const others = await client.query(
    "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
  )
  if (others.rowCount !== 0) usedAt = Date.now()
}
await rm(urlFile, { force: true })
await client.end()
await cluster.stop()
await lock.release()
process.exit(0)

/** Databases of test processes that were killed, and templates of migrations that are no more. */
async function dropLeftOvers(): Promise<void> {
  const found = await client.query("SELECT datname FROM pg_database WHERE datname ~ '^(test|template)_'")
  for (const { datname } of found.rows) {
    const name = pg.escapeIdentifier(datname)
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`)
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}
