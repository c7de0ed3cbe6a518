import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ScorerManifest, scorerManifestSchema } from '#core/scorer.ts'
import { database } from '#store/database.ts'
import { vault } from '#store/vault.ts'
import { fetchBlob } from '../fetch-blob.ts'
import { neutralFolder } from '../sandbox/neutral-folder.ts'
import { programDigest } from './program-digest.ts'
import { cutTruth, type TruthPart } from './truth-parts.ts'
import { unpackProgram } from './unpack-program.ts'

/** A program on this worker's disk. */
export interface LocalProgram {
  folder: string
  manifest: ScorerManifest
}

const programs = new Map<string, Promise<LocalProgram>>()
const truths = new Map<string, Promise<TruthPart[]>>()

/**
 * A checked scorer version, fetched from the vault and unpacked once per worker, since versions never change.
 *
 * @throws Error when what the vault holds is not the version that was checked
 */
export function localProgram(scorerId: string): Promise<LocalProgram> {
  return once(programs, scorerId, () => fetchProgram(scorerId))
}

/** The parts of a truth as files, made once per worker, since truths never change. */
export function localTruthParts(truthId: string): Promise<TruthPart[]> {
  return once(truths, truthId, () => fetchTruthParts(truthId))
}

function once<T>(held: Map<string, Promise<T>>, key: string, fetch: () => Promise<T>): Promise<T> {
  const known = held.get(key)
  if (known) return known
  const fetching = fetch()
  held.set(key, fetching)
  fetching.catch(() => held.delete(key))
  return fetching
}

async function fetchProgram(scorerId: string): Promise<LocalProgram> {
  const version = await database().scorerVersion.findUniqueOrThrow({ where: { id: scorerId } })
  if (version.vaultKey === null) throw new Error(`the scorer ${scorerId} was not taken into the vault`)
  const around = await mkdtemp(join(neutralFolder(), 'scorer-'))
  const archive = join(around, 'archive')
  await fetchBlob(vault(), version.vaultKey, version.sha256, archive)
  await mkdir(join(around, 'program'))
  const folder = await unpackProgram(archive, join(around, 'program'))
  await rm(archive)
  const digest = await programDigest(folder)
  if (digest !== version.digest)
    throw new Error(`the scorer ${scorerId} is ${digest}, checked was ${version.digest}`)
  return { folder, manifest: scorerManifestSchema.parse(version.manifest) }
}

async function fetchTruthParts(truthId: string): Promise<TruthPart[]> {
  const truth = await database().truth.findUniqueOrThrow({ where: { id: truthId } })
  const around = await mkdtemp(join(neutralFolder(), 'truth-parts-'))
  const whole = join(around, 'whole')
  await fetchBlob(vault(), truth.vaultKey, truth.sha256, whole)
  const parts = await cutTruth(whole, join(around, 'parts'))
  await rm(whole)
  return parts
}
