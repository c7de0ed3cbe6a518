import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GrandstandError, type Problem } from '#core/errors.ts'
import type { ScorerManifest, ScorerRuntime } from '#core/scorer.ts'
import { blobs } from '#store/blobs.ts'
import { database, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { findScorer, type ScorerRecord } from '#store/scorers.ts'
import { isTaken } from '#store/uniqueness.ts'
import { vault } from '#store/vault.ts'
import { fetchBlob } from './fetch-blob.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'
import { SandboxError } from './sandbox/sandbox-error.ts'
import { type CheckedProgram, checkProgram } from './scorer-program/check-program.ts'
import { pythonRuntime } from './scorer-program/python-runtime.ts'
import { unpackProgram } from './scorer-program/unpack-program.ts'

/**
 * Looks at an uploaded scorer program without running it, and takes it into the vault, where the web process cannot read
 * it. Cut off, it can run again: the vault's copy exists before the row that names it, and the upload goes last.
 *
 * @throws Error on a fault of the platform; what is wrong with the program ends in `refused`
 */
export async function checkScorer(scorerId: string): Promise<void> {
  const record = await findScorer(database(), scorerId)
  if (!record?.uploadKey) return
  if (record.status === 'checking') await look(record, record.uploadKey)
  await blobs().delete(record.uploadKey)
  await database().scorerVersion.update({ where: { id: scorerId }, data: { uploadKey: null } })
}

async function look(record: ScorerRecord, uploadKey: string): Promise<void> {
  const folder = await mkdtemp(join(neutralFolder(), 'upload-'))
  try {
    const archive = join(folder, 'archive')
    await fetchBlob(blobs(), uploadKey, record.sha256, archive)
    await mkdir(join(folder, 'program'))
    const checked = await checkProgram(await unpackProgram(archive, join(folder, 'program')))
    await accept(record, archive, checked)
  } catch (error) {
    if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') throw error
    await refuseScorer(record.id, [...error.problems])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function accept(record: ScorerRecord, archive: string, checked: CheckedProgram): Promise<void> {
  const { manifest, version: digest } = checked
  const vaultKey = `scorers/${record.id}`
  await vault().put(vaultKey, createReadStream(archive))
  const runtime = await runtimeOf(manifest)
  try {
    await finish(record.id, { status: 'ready', digest, manifest: { ...manifest }, runtime, vaultKey })
  } catch (error) {
    if (!isTaken(error)) throw error
    await vault().delete(vaultKey)
    const same = await database().scorerVersion.findFirst({ where: { taskId: record.taskId, digest } })
    const message = `This is version ${same?.number} once more, file for file. Use that one.`
    throw new GrandstandError('file_rejected', message, { problems: [{ code: 'same_program', message }] })
  }
}

/** What this machine has for the program; Node is the one that Grandstand runs on. */
async function runtimeOf({ language }: ScorerManifest): Promise<ScorerRuntime> {
  if (language === 'node') return { version: process.versions.node, packages: {} }
  try {
    return await pythonRuntime()
  } catch (error) {
    if (error instanceof SandboxError) return { missing: error.message }
    throw error
  }
}

/** Ends the check with what is wrong. */
export async function refuseScorer(scorerId: string, problems: Problem[]): Promise<void> {
  await finish(scorerId, { status: 'refused', problems: problems as unknown as object })
}

type Finding =
  | { status: 'ready'; digest: string; manifest: object; runtime: ScorerRuntime; vaultKey: string }
  | { status: 'refused'; problems: object }

async function finish(scorerId: string, data: Finding): Promise<void> {
  await transaction(async (tx) => {
    await tx.scorerVersion.updateMany({
      where: { id: scorerId, status: 'checking' },
      data,
    })
    announce(tx, { kind: 'scorer', scorerId })
  })
}
