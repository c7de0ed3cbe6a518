/** `npm start` on a data folder of its own, with everything that can be killed killed. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, beforeEach, test } from 'node:test'
import pg from 'pg'
import { freePort } from '#bin/free-port.ts'
import { clusterName } from '#bin/left-over-postgres.ts'
import { processesMentioning, startProgram, until } from '../helpers/processes.ts'

const dataFolder = await mkdtemp(path.join(tmpdir(), 'grandstand-start-'))
const port = await freePort()
const variables = { GRANDSTAND_DATA: dataFolder, PORT: String(port), GRANDSTAND_SAMPLE: 'false' }
const address = `http://127.0.0.1:${port}`
const postgresMark = clusterName(path.join(dataFolder, 'postgres', 'cluster'))

after(async () => {
  for (const { pid } of await everything()) process.kill(pid, 'SIGKILL')
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
})

beforeEach(async () => {
  assert.deepEqual(await everything(), [], 'the test before left nothing running')
})

/** All processes of this installation: they carry its data folder in their variables, the database in its name. */
async function everything() {
  const found = [...(await processesMentioning(dataFolder)), ...(await processesMentioning(postgresMark))]
  return [...new Map(found.map((entry) => [entry.pid, entry])).values()]
}

async function postmaster() {
  const found = await processesMentioning(postgresMark)
  return found.find(({ command }) => command.includes(' -D '))!
}

async function processOf(name: 'web' | 'worker'): Promise<number> {
  return JSON.parse(await readFile(path.join(dataFolder, `${name}.process`), 'utf8')).pid
}

function start(more: Record<string, string> = {}) {
  return startProgram(['bin/run.js', 'start'], { ...variables, ...more })
}

async function isHealthy(): Promise<boolean> {
  return fetch(`${address}/api/v1/health`).then(
    (answer) => answer.ok,
    () => false,
  )
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`starts, is healthy, and after ${signal} nothing is left running`, async () => {
    const program = start()
    await program.saw(/Grandstand is ready/)
    assert.ok(await isHealthy())
    program.child.kill(signal)
    assert.equal(await program.ended, 0)
    assert.deepEqual(await everything(), [])
  })
}

test('Ctrl-C reaches the whole foreground group at once and still stops everything', async () => {
  const program = start()
  await program.saw(/Grandstand is ready/)
  process.kill(-program.child.pid!, 'SIGINT')
  assert.equal(await program.ended, 0)
  assert.deepEqual(await everything(), [])
})

test('Ctrl-C in the middle of starting stops everything', async () => {
  const program = start()
  await until(
    async () => (await processesMentioning(postgresMark)).length > 0,
    'the database is being started',
  )
  program.child.kill('SIGINT')
  assert.equal(await program.ended, 0)
  assert.deepEqual(await everything(), [])
})

test('secrets are for the owner only', async () => {
  for (const file of ['secret', 'postgres/password']) {
    const { mode } = await stat(path.join(dataFolder, file))
    assert.equal(mode & 0o077, 0, file)
  }
})

test('after kill -9 of everything but the database the next start recovers', async () => {
  const killed = start()
  await killed.saw(/Grandstand is ready/)
  const old = await postmaster()
  for (const { pid, command } of await everything())
    if (!command.includes('postgres')) process.kill(pid, 'SIGKILL')
  await killed.ended
  const next = start()
  await next.saw(/Grandstand is ready/)
  assert.ok(await isHealthy())
  assert.notEqual((await postmaster()).pid, old.pid)
  next.child.kill('SIGTERM')
  assert.equal(await next.ended, 0)
})

test('after kill -9 of every process at once the next start recovers', async () => {
  const killed = start()
  await killed.saw(/Grandstand is ready/)
  for (const { pid } of await everything()) process.kill(pid, 'SIGKILL')
  await killed.ended
  const next = start()
  await next.saw(/Grandstand is ready/)
  assert.ok(await isHealthy())
  next.child.kill('SIGTERM')
  assert.equal(await next.ended, 0)
})

test('web and worker end by themselves when the process above them is killed', async () => {
  const killed = start()
  await killed.saw(/Grandstand is ready/)
  const parts = [await processOf('web'), await processOf('worker')]
  for (const { pid, command } of await everything())
    if (command.includes('bin/start.ts')) process.kill(pid, 'SIGKILL')
  assert.notEqual(await killed.ended, 0)
  await until(async () => {
    const left = (await everything()).map(({ pid }) => pid)
    return parts.every((pid) => !left.includes(pid))
  }, 'web and worker have ended')
  const next = start()
  await next.saw(/Grandstand is ready/)
  next.child.kill('SIGTERM')
  assert.equal(await next.ended, 0)
})

test('a killed web server, worker or database is started again', async () => {
  const program = start()
  await program.saw(/Grandstand is ready/)
  for (const name of ['web', 'worker'] as const) {
    const before = await processOf(name)
    process.kill(before, 'SIGKILL')
    await program.saw(new RegExp(`The ${name} ended \\(signal SIGKILL\\)`))
    await until(async () => (await processOf(name)) !== before, `the ${name} runs again`)
  }
  await until(isHealthy, 'the web server answers again')
  process.kill((await postmaster()).pid, 'SIGKILL')
  await program.saw(/PostgreSQL ended by itself/)
  await until(isHealthy, 'the database answers again')
  program.child.kill('SIGTERM')
  assert.equal(await program.ended, 0)
  assert.deepEqual(await everything(), [])
})

test('a second start with the same data folder says so and disturbs nothing', async () => {
  const first = start()
  await first.saw(/Grandstand is ready/)
  const second = start({ PORT: String(await freePort()) })
  assert.equal(await second.ended, 1)
  assert.match(second.output(), /running already with .* \(process \d+\)/)
  assert.ok(await isHealthy())
  first.child.kill('SIGTERM')
  assert.equal(await first.ended, 0)
})

test('a port that is taken is named together with its variable', async () => {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    const program = start()
    assert.equal(await program.ended, 1)
    assert.match(program.output(), new RegExp(`PORT: port ${port} on 127.0.0.1 is used by another program`))
  } finally {
    server.close()
  }
})

test('a wrong setting is named with what it got and what it wants', async () => {
  const program = start({ PORT: '80x', GRANDSTAND_SECRET: 'short' })
  assert.equal(await program.ended, 1)
  assert.match(program.output(), /^PORT: got "80x"; .*number/m)
  assert.match(program.output(), /^GRANDSTAND_SECRET: got a value that is not shown here; .*32/m)
})

test('a pid file that names a stranger does not keep the database from starting', async () => {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(
    path.join(dataFolder, 'postgres/cluster/postmaster.pid'),
    `${process.pid}\n/x\n0\n1\n\n\n\nready\n`,
  )
  const program = start()
  await program.saw(/Grandstand is ready/)
  program.child.kill('SIGTERM')
  assert.equal(await program.ended, 0)
})

test('DATABASE_URL replaces the database of our own', async () => {
  const { startCluster, ensureDatabase } = await import('#bin/embedded-postgres.ts')
  const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-own-postgres-'))
  const cluster = await startCluster({ folder, settings: ['fsync=off'] })
  try {
    await ensureDatabase(cluster, 'theirs')
    const program = start({ DATABASE_URL: cluster.url('theirs') })
    await program.saw(/Grandstand is ready/)
    assert.deepEqual(await processesMentioning(postgresMark), [])
    program.child.kill('SIGTERM')
    assert.equal(await program.ended, 0)
    const client = new pg.Client({ connectionString: cluster.url('theirs') })
    await client.connect()
    const users = await client.query('SELECT email FROM "User"')
    await client.end()
    assert.deepEqual(users.rows, [{ email: 'operator@grandstand.local' }])
  } finally {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
