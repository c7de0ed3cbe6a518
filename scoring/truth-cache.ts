import { mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { database } from '#store/database.ts'
import { vault } from '#store/vault.ts'
import { fetchBlob } from './fetch-blob.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'

let folder: Promise<string> | undefined
const held = new Map<string, Promise<string>>()

/** The path of a truth file on this worker's disk; fetched and verified once, since truths never change. */
export function localTruth(truthId: string): Promise<string> {
  const known = held.get(truthId)
  if (known) return known
  const fetching = fetchTruth(truthId)
  held.set(truthId, fetching)
  fetching.catch(() => held.delete(truthId))
  return fetching
}

async function fetchTruth(truthId: string): Promise<string> {
  folder ??= mkdtemp(join(neutralFolder(), 'truth-'))
  const truth = await database().truth.findUniqueOrThrow({ where: { id: truthId } })
  const path = join(await folder, truthId)
  await fetchBlob(vault(), truth.vaultKey, truth.sha256, `${path}.partial`)
  await rename(`${path}.partial`, path)
  return path
}
