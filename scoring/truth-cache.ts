import { createHash } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TaskSpec } from '#core/task.ts'
import { database } from '#store/database.ts'
import { vault } from '#store/vault.ts'
import { fetchBlob } from './fetch-blob.ts'
import { packTruth } from './judge/packed-truth.ts'
import { prepareTruth } from './judge.ts'
import { openTable } from './readers/open-table.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'

/** A truth on this worker's disk, as a judge takes it. */
export interface LocalTruth {
  truthPath: string
  truthIsPacked: boolean
}

let folder: Promise<string> | undefined
const held = new Map<string, Promise<LocalTruth>>()

/** A truth for a task; fetched, verified and prepared once, since truths never change. */
export function localTruth(truthId: string, spec: TaskSpec): Promise<LocalTruth> {
  // a truth is read by its task: another list of classes gives other codes
  const { metrics: _, slices: __, ...reading } = spec
  const key = `${truthId}-${createHash('sha256').update(JSON.stringify(reading)).digest('hex').slice(0, 16)}`
  const known = held.get(key)
  if (known) return known
  const fetching = fetchTruth(truthId, key, spec)
  held.set(key, fetching)
  fetching.catch(() => held.delete(key))
  return fetching
}

async function fetchTruth(truthId: string, name: string, spec: TaskSpec): Promise<LocalTruth> {
  folder ??= mkdtemp(join(neutralFolder(), 'truth-'))
  const truth = await database().truth.findUniqueOrThrow({ where: { id: truthId } })
  const path = join(await folder, name)
  await fetchBlob(vault(), truth.vaultKey, truth.sha256, `${path}.partial`)
  const prepared = await prepareTruth(spec, (columns) => openTable(`${path}.partial`, { columns }))
  const packed = packTruth(prepared)
  if (packed === null) {
    await rename(`${path}.partial`, path)
    return { truthPath: path, truthIsPacked: false }
  }
  await writeFile(path, packed)
  await rm(`${path}.partial`)
  return { truthPath: path, truthIsPacked: true }
}
