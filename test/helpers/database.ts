import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { closeDatabase } from '#store/database.ts'
import { applyMigrations, migrationsFolder } from '#store/migrate.ts'
import { connectToTestServer } from './test-server.ts'

export interface TestDatabase {
  /** Its address, also in process.env.DATABASE_URL. */
  url: string
  /** An empty folder for objects, also in process.env.GRANDSTAND_DATA. */
  dataFolder: string
}

const TEMPLATE_LOCK = 0x54455354

/**
 * Gives this test file a migrated database and a data folder of its own, and removes both after its last test. Call it
 * once at the top of the file, before anything of store/ is used: `await freshDatabase()`.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const { client, url: serverUrl } = await connectToTestServer()
  const name = `test_${process.pid}_${Date.now().toString(36)}`
  await cloneTemplate(client, serverUrl, name)
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'grandstand-test-data-'))
  const url = withDatabase(serverUrl, name)
  process.env.DATABASE_URL = url
  process.env.GRANDSTAND_DATA = dataFolder
  after(async () => {
    await closeDatabase()
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    await client.end()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { url, dataFolder }
}

/** The address of another database of the same server. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

async function cloneTemplate(client: pg.Client, serverUrl: string, name: string): Promise<void> {
  const template = `template_${await migrationsHash()}`
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    const found = await client.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [template])
    if (found.rows[0]?.datistemplate !== true) {
      await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
      await client.query(`CREATE DATABASE ${template}`)
      await applyMigrations(withDatabase(serverUrl, template))
      await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`)
    }
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${template}`)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

/** Names and contents of the migrations: another hash, another template. */
async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const entry of (await readdir(migrationsFolder, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (!entry.isDirectory()) continue
    hash.update(entry.name).update(await readFile(path.join(migrationsFolder, entry.name, 'migration.sql')))
  }
  return hash.digest('hex').slice(0, 12)
}
