/**
 * Migrations without a downloaded engine: the schema engine that Prisma ships as WebAssembly, driven through the
 * same driver adapter as everything else. It keeps the ordinary `_prisma_migrations` table, so `prisma migrate`
 * of an operator's own toolbox understands the database as well.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import * as engineGlue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const prismaFolder = path.join(import.meta.dirname, '..', 'prisma')
/** The schema that the code is written for. */
export const schemaFile = path.join(prismaFolder, 'schema.prisma')
/** Where migrations are kept: one folder each, applied in the order of their names. */
export const migrationsFolder = path.join(prismaFolder, 'migrations')

/** Any number, the same in every process that migrates: "GRAND" in ASCII. */
const MIGRATION_LOCK = 0x4752414e44
const noFilters = { externalTables: [], externalEnums: [] }

/**
 * Brings the database at `databaseUrl` to the newest migration. Safe to call from several processes at once: a
 * session lock makes them take turns, and the later ones find nothing to do.
 *
 * @returns the names of the migrations applied now, in order; empty when the database was current.
 * @throws Error when a migration fails (what it did is rolled back as far as Postgres can) or when a migration that
 * was applied earlier has failed.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl })
  await guard.connect()
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const migrationsList = await readMigrations()
    if (await isCurrent(guard, migrationsList)) return []
    return await withEngine(databaseUrl, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters })
      return appliedMigrationNames
    })
  } finally {
    await guard.end() // ends the session and with it the lock
  }
}

/**
 * The SQL that leads from one Prisma schema (undefined: an empty database) to another; undefined when they are alike.
 * The two are compared as text, because the engine cannot read the catalogue of PostgreSQL through this driver.
 *
 * @param databaseUrl any Postgres the engine may connect to; nothing is changed there.
 */
export async function diffSchemas(
  databaseUrl: string,
  from: string | undefined,
  to: string,
): Promise<string | undefined> {
  const file = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  })
  return withEngine(databaseUrl, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: from === undefined ? { tag: 'empty' } : file(from),
      to: file(to),
      script: true,
      exitCode: true,
      filters: noFilters,
    })
    return exitCode === 2 ? (stdout ?? undefined) : undefined
  })
}

/** A quick look that spares the second start of the day the engine: all migrations there and finished? */
async function isCurrent(client: pg.Client, migrations: MigrationList): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name")
  if (table.rows[0].name === null) return false
  const applied = await client.query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const names = new Set(applied.rows.map((row) => row.migration_name))
  return migrations.migrationDirectories.every(({ path: name }) => names.has(name))
}

async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(path.join(migrationsFolder, name, 'migration.sql'), 'utf8')
      return {
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: content } },
      }
    }),
  )
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}

/** What the package's types leave out, because a bundler would normally call it. */
interface EngineGlue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
}

let loaded: Promise<void> | undefined

/** Loads the engine once per process: the glue code keeps views of one WebAssembly memory and cannot serve two. */
async function loadEngine(): Promise<void> {
  const glue = engineGlue as unknown as EngineGlue
  const glueUrl = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const program = await readFile(new URL('./schema_engine_bg.wasm', glueUrl))
  const imports: WebAssembly.ModuleImports = { ...(engineGlue as unknown as WebAssembly.ModuleImports) }
  // the engine never clears the 10 s timer of its own lock, which would keep a finished process from ending
  const timerName = Object.keys(imports).find((name) => name.startsWith('__wbg_setTimeout_')) ?? ''
  imports[timerName] = (work: () => void, delayMs: number) => setTimeout(work, delayMs).unref()
  const { instance } = await WebAssembly.instantiate(program, { './schema_engine_bg.js': imports })
  glue.__wbg_set_wasm(instance.exports)
  const begin = instance.exports.__wbindgen_start as () => void
  begin()
}

async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine()
  await loaded
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  const schema = await readFile(schemaFile, 'utf8')
  try {
    const engine = await engineGlue.SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] },
      () => {},
      factory,
    )
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } finally {
    await pool.end()
  }
}
