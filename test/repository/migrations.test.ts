import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { migrationsFolder, schemaFile } from '#store/migrate.ts'

test('the migrations were written for the schema as it is (else run: npm run migration -- NAME)', async () => {
  const snapshot = await readFile(path.join(migrationsFolder, 'schema.prisma'), 'utf8')
  assert.equal(await readFile(schemaFile, 'utf8'), snapshot)
})

test('migrations are numbered without gaps or doubles', async () => {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const numbers = names.sort().map((name) => Number(name.match(/^(\d{4})_[a-z0-9_]+$/)?.[1]))
  assert.ok(numbers.length > 0)
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  )
})
