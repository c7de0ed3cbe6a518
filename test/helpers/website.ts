import { freePort } from '#bin/free-port.ts'
import type { TestDatabase } from './database.ts'
import { startProgram, until } from './processes.ts'

/** A web server that a test has started. */
export interface Website {
  /** `http://localhost:<port>` */
  address: string
  /** What it wrote, for tests that fail. */
  output(): string
}

/** Starts the web server as `npm run web` does, on this test's database and a free port; it ends with the test file. */
export async function startWebsite(
  database: TestDatabase,
  variables: (address: string) => Promise<Record<string, string>> | Record<string, string> = () => ({}),
): Promise<Website> {
  const port = await freePort()
  const address = `http://localhost:${port}`
  const program = startProgram(['bin/web.ts'], {
    DATABASE_URL: database.url,
    GRANDSTAND_DATA: database.dataFolder,
    GRANDSTAND_SECRET: 'only for tests: thirty-two characters or more',
    GRANDSTAND_URL: address,
    PORT: String(port),
    ...(await variables(address)),
  })
  let failed: unknown
  program.ended.then(
    (code) => {
      failed = new Error(`The web server ended with ${code}:\n${program.output()}`)
    },
    (error) => {
      failed = error
    },
  )
  // a first start builds the pages
  await until(() => !!failed || isHealthy(address), `${address} is healthy`, 300_000)
  if (failed) throw failed
  return { address, output: program.output }
}

function isHealthy(address: string): Promise<boolean> {
  return fetch(`${address}/api/v1/health`).then(
    (answer) => answer.ok,
    () => false,
  )
}
