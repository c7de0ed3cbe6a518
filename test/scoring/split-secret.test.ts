/** The secret behind each dataset's splits: made once, whoever comes first, and nowhere that the web process reads. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { splitSecretKey, splitSecretOf } from '#scoring/split-secret.ts'
import { database } from '#store/database.ts'
import { vault } from '#store/vault.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makeDataset } from '../helpers/dataset-world.ts'

const { dataFolder } = await freshDatabase()

async function datasetId(): Promise<string> {
  const { dataset } = await makeDataset({ visibility: 'public' })
  return (await database().dataset.findUniqueOrThrow({ where: { slug: dataset } })).id
}

it('workers that build releases of one dataset at once get one secret, which stays', async () => {
  // as many open connections as there are workers, or the first would be done before the second has one
  await Promise.all(Array.from({ length: 8 }, () => database().$queryRaw`SELECT 1 FROM pg_sleep(0.1)`))
  for (let again = 0; again < 5; again++) {
    const id = await datasetId()
    const secrets = await Promise.all(Array.from({ length: 8 }, () => splitSecretOf(id)))
    for (const secret of [...secrets, await splitSecretOf(id)]) assert.deepEqual(secret, secrets[0])
    assert.equal(secrets[0].length, 32)
  }
})

it('each dataset has its own', async () => {
  assert.notDeepEqual(await splitSecretOf(await datasetId()), await splitSecretOf(await datasetId()))
})

it('it lies in the vault, and nowhere else', async () => {
  const id = await datasetId()
  await splitSecretOf(id)
  const files = await readdir(dataFolder, { recursive: true })
  assert.deepEqual(
    files.filter((name) => name.includes(id)),
    [join('vault', splitSecretKey(id))],
  )
})

it('a damaged one is said, not replaced: rows would be dealt anew', async () => {
  const id = await datasetId()
  await vault().put(splitSecretKey(id), [Buffer.alloc(31)])
  await assert.rejects(splitSecretOf(id), /damaged; take it from a backup/)
})
