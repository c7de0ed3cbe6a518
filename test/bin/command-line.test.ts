/** The command line from another folder, as people call it: by its shell shim. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { freshDatabase } from '../helpers/database.ts'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const { url, dataFolder } = await freshDatabase()
const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-link-'))
const link = path.join(folder, 'grandstand')
await symlink(path.join(projectFolder, 'bin/grandstand'), link)
after(() => rm(folder, { recursive: true, force: true }))

async function run(words: string[], variables: Record<string, string> = { DATABASE_URL: url }) {
  const program = startProgram(words, { GRANDSTAND_DATA: dataFolder, ...variables }, link)
  const code = await program.ended
  return { code, output: program.output() }
}

async function users() {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const found = await client.query('SELECT email, role, "passwordHash" AS hash FROM "User" ORDER BY email')
  await client.end()
  return found.rows
}

test('help lists the commands and is no error; no command at all is one', async () => {
  const help = await run(['help'])
  assert.equal(help.code, 0)
  assert.match(help.output, /grandstand score .*\n/)
  const none = await run([])
  assert.deepEqual(none, { code: 2, output: help.output })
})

for (const words of [
  ['frobnicate'],
  ['operator'],
  ['operator', 'create'],
  ['operator', 'drop', 'a@example.org'],
  ['operator', '--x'],
]) {
  test(`\`grandstand ${words.join(' ')}\` is wrong usage: exit 2 and how to call it`, async () => {
    const { code, output } = await run(words)
    assert.equal(code, 2)
    assert.match(output, /Usage:\n {2}grandstand /)
    assert.doesNotMatch(output, /\bat .*:\d+:\d+/)
  })
}

test('operator create makes an operator and prints a password; a second time it keeps it', async () => {
  const first = await run(['operator', 'create', 'ada@example.org'])
  assert.equal(first.code, 0, first.output)
  assert.match(first.output, /^ada@example\.org {2}password: \S{15,} /)
  const before = await users()
  assert.deepEqual(
    before.map(({ email, role }) => [email, role]),
    [['ada@example.org', 'operator']],
  )
  const second = await run(['operator', 'create', 'ada@example.org'])
  assert.equal(second.code, 0)
  assert.doesNotMatch(second.output, /password: /)
  assert.deepEqual(await users(), before)
})

test('operator reset-password changes the password, of accounts that exist', async () => {
  const [before] = await users()
  const done = await run(['operator', 'reset-password', 'ada@example.org'])
  assert.equal(done.code, 0)
  assert.notEqual((await users())[0].hash, before.hash)
  const unknown = await run(['operator', 'reset-password', 'nobody@example.org'])
  assert.equal(unknown.code, 1)
  assert.match(unknown.output, /nobody@example\.org/)
})

test('without a database it says what to set', async () => {
  const { code, output } = await run(['operator', 'create', 'ada@example.org'], {})
  assert.equal(code, 1)
  assert.match(output, /DATABASE_URL: got nothing, and no database is running in /)
})
