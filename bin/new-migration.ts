/**
 * For developers: `npm run migration -- NAME` writes the next migration from prisma/schema.prisma;
 * `npm run migration -- init --replace` drops all migrations and writes one that makes the whole schema, which is only
 * right as long as no database holds anything worth keeping.
 *
 * prisma/migrations/schema.prisma is the schema as of the newest migration, which the next one is compared with.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { applyMigrations, diffSchemas, migrationsFolder, schemaFile } from '#store/migrate.ts'
import { ensureDatabase, startCluster } from './embedded-postgres.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { replace: { type: 'boolean', default: false } },
})
const name = positionals[0] ?? ''
if (positionals.length !== 1 || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run migration -- NAME [--replace]   (NAME: small letters, digits and _)')
  process.exit(2)
}

const snapshotFile = path.join(migrationsFolder, 'schema.prisma')
const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-migration-'))
const cluster = await startCluster({ folder, settings: ['fsync=off'] })
try {
  await ensureDatabase(cluster, 'scratch')
  const url = cluster.url('scratch')
  const before = values.replace ? undefined : await readFile(snapshotFile, 'utf8').catch(() => undefined)
  const sql = await diffSchemas(url, before, await readFile(schemaFile, 'utf8'))
  if (sql === undefined) {
    await copyFile(schemaFile, snapshotFile) // words may have changed
    console.log('The migrations make exactly prisma/schema.prisma; there is nothing to write.')
  } else {
    if (values.replace) await rm(migrationsFolder, { recursive: true, force: true })
    await mkdir(migrationsFolder, { recursive: true })
    const file = path.join(migrationsFolder, await nextFolder(), 'migration.sql')
    await mkdir(path.dirname(file))
    await writeFile(file, sql)
    await writeFile(path.join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n')
    await applyMigrations(url) // a migration that does not run must not be found out by an operator
    await copyFile(schemaFile, snapshotFile)
    console.log(`Wrote ${path.relative(process.cwd(), file)}`)
  }
} finally {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
}

async function nextFolder(): Promise<string> {
  const earlier = (await readdir(migrationsFolder)).filter((entry) => /^\d{4}_/.test(entry)).sort()
  const number = Number(earlier.at(-1)?.slice(0, 4) ?? 0) + 1
  return `${String(number).padStart(4, '0')}_${name}`
}
