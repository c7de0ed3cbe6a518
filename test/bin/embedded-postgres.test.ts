import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, afterEach, test } from 'node:test'
import pg from 'pg'
import { type Cluster, ensureDatabase, startCluster } from '#bin/embedded-postgres.ts'
import { isAlive } from '#bin/process-table.ts'
import { until } from '../helpers/processes.ts'

/** mkdtemp makes it 0700: when root runs the tests, user postgres cannot enter it, as with a home folder. */
const closed = await mkdtemp(path.join(tmpdir(), 'grandstand-closed-'))
const open = await mkdtemp(path.join(tmpdir(), 'grandstand-open-'))
await chmod(open, 0o755)
const started: Cluster[] = []

afterEach(async () => {
  for (const cluster of started.splice(0)) await cluster.stop()
})
after(async () => {
  for (const folder of [closed, open]) await rm(folder, { recursive: true, force: true })
})

async function start(folder: string): Promise<Cluster> {
  const cluster = await startCluster({ folder, settings: ['fsync=off'] })
  started.push(cluster)
  return cluster
}

async function ask(cluster: Cluster, sql: string, database = 'postgres'): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: cluster.url(database) })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

for (const [where, parent] of [
  ['a folder that others may enter', open],
  ['a folder that only we may enter', closed],
]) {
  test(`in ${where}: starts, keeps what is written, stops`, async () => {
    const folder = path.join(parent, 'keeps')
    const first = await start(folder)
    await ensureDatabase(first, 'kept')
    await ensureDatabase(first, 'kept')
    await ask(first, 'CREATE TABLE t AS SELECT 42 AS x', 'kept')
    await first.stop()
    assert.equal(isAlive(first.pid), false)
    const second = await start(folder)
    assert.deepEqual(await ask(second, 'SELECT x FROM t', 'kept'), [{ x: 42 }])
  })
}

test('it is not open to those without the password, which only we can read', async () => {
  const folder = path.join(open, 'guarded')
  const cluster = await start(folder)
  assert.equal((await stat(path.join(folder, 'password'))).mode & 0o777, 0o600)
  const wrong = new URL(cluster.url('postgres'))
  wrong.password = 'wrong'
  await assert.rejects(
    new pg.Client({ connectionString: wrong.href }).connect(),
    /password authentication failed/,
  )
})

test('a server that outlived its process is ended before the next one starts', async () => {
  const folder = path.join(closed, 'outlived')
  const first = await start(folder)
  const second = await start(folder)
  assert.notEqual(second.pid, first.pid)
  assert.equal(isAlive(first.pid), false)
  assert.deepEqual(await ask(second, 'SELECT 1 AS x'), [{ x: 1 }])
})

test('after kill -9 of the server under load the next one has everything that was committed', async () => {
  const folder = path.join(closed, 'killed')
  const first = await startCluster({ folder })
  await ask(first, 'CREATE TABLE t (x int)')
  const client = new pg.Client({ connectionString: first.url('postgres') })
  client.on('error', () => {})
  await client.connect()
  let committed = 0
  const writing = (async () => {
    for (;;) {
      await client.query('INSERT INTO t VALUES ($1)', [committed + 1])
      committed++
    }
  })().catch(() => {})
  await until(() => committed >= 50, '50 rows are committed')
  process.kill(first.pid, 'SIGKILL')
  await writing
  await first.ended
  const second = await start(folder)
  const [{ n }] = (await ask(second, 'SELECT max(x) AS n FROM t')) as { n: number }[]
  assert.ok(n === committed || n === committed + 1, `${n} rows kept, ${committed} confirmed`)
})

test('a set-up that was cut off is begun anew', async () => {
  const folder = path.join(closed, 'half')
  await mkdir(path.join(folder, 'cluster.new', 'base'), { recursive: true })
  await writeFile(path.join(folder, 'cluster.new', 'PG_VERSION'), '18\n')
  const cluster = await start(folder)
  assert.deepEqual(await ask(cluster, 'SELECT 1 AS x'), [{ x: 1 }])
})

test('a lost password is replaced', async () => {
  const folder = path.join(closed, 'lost')
  const first = await start(folder)
  await first.stop()
  const before = await readFile(path.join(folder, 'password'), 'utf8')
  await rm(path.join(folder, 'password'))
  const second = await start(folder)
  assert.notEqual(await readFile(path.join(folder, 'password'), 'utf8'), before)
  assert.deepEqual(await ask(second, 'SELECT 1 AS x'), [{ x: 1 }])
})

test('a pid file that names a living stranger is no obstacle and no danger to the stranger', async () => {
  const folder = path.join(open, 'stranger')
  const first = await start(folder)
  await first.stop()
  const file = path.join(folder, 'cluster', 'postmaster.pid')
  await writeFile(file, `${process.pid}\n${folder}\n0\n5432\n\n\n\nready\n`)
  const second = await start(folder)
  assert.deepEqual(await ask(second, 'SELECT 1 AS x'), [{ x: 1 }])
})

test('a server that cannot start says why', async () => {
  const folder = path.join(open, 'wrong-setting')
  await assert.rejects(startCluster({ folder, settings: ['no_such_setting=1'] }), /no_such_setting/)
})
