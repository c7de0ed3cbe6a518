/** `npm run migrate`: brings the database in DATABASE_URL to the newest migration. */
import { ConfigurationError, parseConfiguration } from '#core/configuration.ts'
import { applyMigrations } from '#store/migrate.ts'
import { fail } from './fail.ts'

try {
  const { databaseUrl } = parseConfiguration(process.env)
  if (!databaseUrl) {
    throw new ConfigurationError(
      'DATABASE_URL: got nothing; name the Postgres to migrate (npm start migrates its own by itself)',
    )
  }
  const applied = await applyMigrations(databaseUrl)
  console.log(applied.length === 0 ? 'The database is current.' : `Applied ${applied.join(', ')}.`)
} catch (error) {
  fail(error)
}
