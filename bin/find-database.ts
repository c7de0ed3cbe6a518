import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Configuration, ConfigurationError } from '#core/configuration.ts'
import { livingPostmaster } from './left-over-postgres.ts'
import { projectFolder } from './project.ts'

/**
 * The address of the database that a command is to work on: the configured one, else that of the `npm start` which is
 * running with this data folder.
 *
 * @throws ConfigurationError when there is neither.
 */
export async function findDatabase({ databaseUrl, dataFolder }: Configuration): Promise<string> {
  if (databaseUrl) return databaseUrl
  const folder = path.resolve(projectFolder, dataFolder, 'postgres')
  const server = await livingPostmaster(path.join(folder, 'cluster'))
  if (!server) {
    throw new ConfigurationError(
      `DATABASE_URL: got nothing, and no database is running in ${folder}; start Grandstand (npm start) or name one`,
    )
  }
  const password = (await readFile(path.join(folder, 'password'), 'utf8')).trim()
  return databaseAddress(password, server.port, 'grandstand')
}

/** The address of a database of an embedded server. */
export function databaseAddress(password: string, port: number, database: string): string {
  return `postgresql://grandstand:${password}@127.0.0.1:${port}/${database}`
}
