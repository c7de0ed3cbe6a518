import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Where the server for single test files lives; kept between runs so that it is initialised once. */
export const keeperFolder = path.join(tmpdir(), `grandstand-test-postgres-${process.getuid?.() ?? 0}`)
/** Holds the address of that server while it runs. */
export const urlFile = path.join(keeperFolder, 'url')
/** Settings for a server whose data nobody will miss. */
export const quickSettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
  'shared_buffers=128MB',
]

const patienceMs = 60_000

/**
 * An open connection to the maintenance database of the server for tests: the one named in
 * GRANDSTAND_TEST_POSTGRES (`npm test` sets it), or else one that is started now and ends by itself when idle.
 */
export async function connectToTestServer(): Promise<{ client: pg.Client; url: string }> {
  const given = process.env.GRANDSTAND_TEST_POSTGRES
  if (given) return { client: await connect(given), url: given }
  const giveUpAt = Date.now() + patienceMs
  let asked = false
  for (;;) {
    const url = await readFile(urlFile, 'utf8').catch(() => '')
    const client = url === '' ? undefined : await connect(url).catch(() => undefined)
    if (client) return { client, url }
    if (Date.now() > giveUpAt)
      throw new Error(`No Postgres for tests after 60 s; see ${keeperFolder}/postgres.log`)
    // asked again when an idle keeper was just going away as we came
    if (!asked || Math.random() < 0.02) startKeeper()
    asked = true
    await sleep(50)
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {}) // the server goes away while nobody waits for an answer: nothing to report
  await client.connect()
  return client
}

function startKeeper(): void {
  const keeper = path.join(import.meta.dirname, 'postgres-keeper.ts')
  spawn(process.execPath, [keeper], { detached: true, stdio: 'ignore', env: withoutTestRunner() }).unref()
}

/** node:test marks its children by a variable, which would make the keeper report to it as a test. */
function withoutTestRunner(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...others } = process.env
  return others
}
