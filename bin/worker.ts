/** `npm run worker`: the scoring worker alone. `npm start` runs the same beside the web server. */
import { ConfigurationError, parseConfiguration } from '#core/configuration.ts'
import { ensureBubblewrap } from './bubblewrap.ts'
import { fail } from './fail.ts'
import { keepCompiled } from './keep-compiled.ts'
import { ensurePrismaClient } from './prisma-client.ts'

keepCompiled()

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

try {
  if (!parseConfiguration(process.env).databaseUrl) {
    throw new ConfigurationError('DATABASE_URL: got nothing; name the Postgres that web and worker share')
  }
  const warning = await ensureBubblewrap()
  if (warning) console.error(warning)
  await ensurePrismaClient()
  const { runWorker } = await import('#scoring/worker.ts')
  await runWorker(stop.signal)
} catch (error) {
  fail(error)
}
