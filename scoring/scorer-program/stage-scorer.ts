import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { JobFolder } from '../sandbox/job-folder.ts'
import type { Bind } from '../sandbox/sandbox-job.ts'
import { FolderError, listPlainFiles } from './plain-files.ts'

/** Endings that a single file keeps, `.csv.gz` as a whole. */
const ENDING = /(\.(csv|tsv|parquet|json|jsonl|txt|npy))?(\.(gz|zst|zip))?$/i

/**
 * Puts a file or a folder into a job's folder. A folder keeps the names in it; a single file is called `single` plus
 * its ending, so that programs need not care how a participant names files.
 * @param target absolute path of a folder inside
 * @throws {FolderError} when there is nothing to show, or something other than plain files
 */
export async function stageInput(
  job: JobFolder,
  source: string,
  target: string,
  single: string,
): Promise<Bind> {
  const folder = target.slice(1)
  const info = await stat(source)
  if (info.isFile()) {
    const ending = ENDING.exec(basename(source))?.[0].toLowerCase() ?? ''
    await job.place(`${folder}/${single}${ending}`, source)
  } else {
    if (!info.isDirectory()) throw new FolderError('It is neither a file nor a folder')
    const { files } = await listPlainFiles(source)
    if (files.length === 0) throw new FolderError('It has no files')
    for (const name of files) await job.place(`${folder}/${name}`, join(source, name))
  }
  return { source: join(job.path, folder), target }
}
