import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { lockDataset } from '#store/datasets.ts'
import { vault } from '#store/vault.ts'

const SECRET_BYTES = 32

/** Where a dataset's secret lies in the vault. */
export function splitSecretKey(datasetId: string): string {
  return `split-secrets/${datasetId}`
}

/**
 * The secret that keys the lots of a dataset's splits: made at its first release and the same for all further ones, so that
 * rows keep their parts. It lies in the vault: who knew it could tell private test rows from public ones.
 *
 * @throws Error when the vault holds something else: a new one would deal all rows anew
 */
export async function splitSecretOf(datasetId: string): Promise<Uint8Array> {
  return (await readSecret(datasetId)) ?? (await makeSecret(datasetId))
}

/** Workers that come at once take turns at the dataset's row, so that only the first makes one. */
function makeSecret(datasetId: string): Promise<Uint8Array> {
  return transaction(async (tx) => {
    await lockDataset(tx, datasetId)
    const made = await readSecret(datasetId)
    if (made) return made
    const secret = randomBytes(SECRET_BYTES)
    await vault().put(splitSecretKey(datasetId), [secret])
    return secret
  })
}

async function readSecret(datasetId: string): Promise<Uint8Array | undefined> {
  try {
    const secret = await buffer(await vault().get(splitSecretKey(datasetId)))
    if (secret.length === SECRET_BYTES) return secret
  } catch (error) {
    if (error instanceof GrandstandError && error.code === 'not_found') return undefined
    throw error
  }
  throw new Error(`the vault's ${splitSecretKey(datasetId)} is damaged; take it from a backup`)
}
