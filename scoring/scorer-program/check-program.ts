import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import type { ScorerManifest } from '#core/scorer.ts'
import { FolderError, listPlainFiles } from './plain-files.ts'
import { programDigest } from './program-digest.ts'
import { readScorerManifest } from './scorer-manifest.ts'

/** Largest program, bytes: tables and models that a scorer brings along included. */
const MAX_PROGRAM_BYTES = 256 * 1024 * 1024

/** A program whose manifest and files are in order. */
export interface CheckedProgram {
  manifest: ScorerManifest
  /** Its version: see `programDigest`. */
  version: string
}

/**
 * Looks at a program without running it: manifest, files, size.
 * @throws {GrandstandError} `file_rejected`, with a problem per finding
 */
export async function checkProgram(programFolder: string): Promise<CheckedProgram> {
  const refuse = (code: string, message: string): never => {
    throw new GrandstandError('file_rejected', message, { problems: [{ code, message }] })
  }
  const manifest = await readScorerManifest(programFolder)
  const [file] = manifest.command
  try {
    const { files, sizeBytes } = await listPlainFiles(programFolder)
    if (sizeBytes > MAX_PROGRAM_BYTES) refuse('program_too_large', 'The program has more than 256 MiB.')
    if (!files.includes(file)) {
      refuse(
        'command_missing',
        `The command starts ${JSON.stringify(file)}, which is not in the program's folder.`,
      )
    }
    return { manifest, version: await programDigest(programFolder) }
  } catch (error) {
    if (!(error instanceof FolderError)) throw error
    return refuse('program_unusable', `The program's folder cannot be used. ${error.message}.`)
  }
}

/** A program's sample to try it on: `sample/ref` with a truth, `sample/res` with predictions. */
export async function findSample(
  programFolder: string,
): Promise<{ truth: string; predictions: string } | null> {
  const sample = { truth: join(programFolder, 'sample/ref'), predictions: join(programFolder, 'sample/res') }
  for (const path of Object.values(sample)) {
    const info = await stat(path).catch(() => null)
    if (!info?.isDirectory()) return null
  }
  return sample
}
