/** `npm run web`: the web server alone. `npm start` runs the same beside the worker. */
import { ConfigurationError, parseConfiguration, VAULT_SECRETS } from '#core/configuration.ts'
import { fail } from './fail.ts'
import { notePeerAddresses } from './peer-address.ts'
import { ensurePrismaClient } from './prisma-client.ts'
import { step } from './progress.ts'
import { requirePort } from './require-port.ts'
import { ensureWebBuild, nextProgram } from './web-build.ts'

// only the worker reads withheld answers; whoever starts the web with their keys is not taken at their word
for (const name of VAULT_SECRETS) delete process.env[name]

try {
  const { databaseUrl, secret, host, port } = parseConfiguration(process.env)
  if (!databaseUrl) {
    throw new ConfigurationError('DATABASE_URL: got nothing; name the Postgres that web and worker share')
  }
  if (!secret) {
    throw new ConfigurationError(
      'GRANDSTAND_SECRET: got nothing; give every web process the same 32 or more characters',
    )
  }
  await requirePort(host, port)
  await ensurePrismaClient()
  await step('Building the pages', ensureWebBuild)
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  notePeerAddresses()
  process.argv.splice(1, Infinity, nextProgram, 'start', '--hostname', host, '--port', String(port))
  await import(nextProgram)
} catch (error) {
  fail(error)
}
