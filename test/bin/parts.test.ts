/** `npm run web`, `worker` and `migrate` alone, as in production. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshDatabase, withDatabase } from '../helpers/database.ts'
import { startProgram } from '../helpers/processes.ts'

const { url } = await freshDatabase()
const secret = 'x'.repeat(32)

async function run(name: string, variables: Record<string, string>) {
  const program = startProgram(['bin/run.js', name], variables)
  return { code: await program.ended, output: program.output() }
}

for (const name of ['web', 'worker', 'migrate']) {
  test(`npm run ${name} without a database names the variable`, async () => {
    const { code, output } = await run(name, { GRANDSTAND_SECRET: secret })
    assert.equal(code, 1)
    assert.match(output, /^DATABASE_URL: got nothing; /m)
  })

  test(`npm run ${name} with a wrong setting names it`, async () => {
    const { code, output } = await run(name, { DATABASE_URL: 'mysql://x', GRANDSTAND_SECRET: secret })
    assert.equal(code, 1)
    assert.match(output, /^DATABASE_URL: got a value that is not shown here; /m)
  })
}

test('npm run web without a secret names the variable', async () => {
  const { code, output } = await run('web', { DATABASE_URL: url })
  assert.equal(code, 1)
  assert.match(output, /^GRANDSTAND_SECRET: got nothing; /m)
})

test('npm run migrate brings an empty database to the newest schema, also when two do it at once', async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const name = `test_migrate_${process.pid}`
  await client.query(`CREATE DATABASE ${name}`)
  try {
    const variables = { DATABASE_URL: withDatabase(url, name) }
    const both = await Promise.all([run('migrate', variables), run('migrate', variables)])
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    )
    const outputs = both.map(({ output }) => output).sort()
    assert.match(outputs[0], /^Applied 0001_/)
    assert.match(outputs[1], /^The database is current\./)
  } finally {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await client.end()
  }
})
