import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { database } from '#store/database.ts'
import { freshDatabase } from './database.ts'

const { url } = await freshDatabase()

test('a fresh database has the tables and no rows', async () => {
  assert.equal(await database().user.count(), 0)
})

test('store modules and a direct connection see the same database', async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const found = await client.query('SELECT current_database() AS name')
  await client.end()
  const [row] = await database().$queryRaw<{ name: string }[]>`SELECT current_database() AS name`
  assert.equal(row.name, found.rows[0].name)
})
