import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What a folder holds, as far as it may be shown to a program. */
export interface PlainFiles {
  /** Relative paths with `/`, in the order of their code units. */
  files: string[]
  sizeBytes: number
}

/** A folder that has something other than plain files, or too much of them. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
}

const MAX_FILES = 10_000
const MAX_DEPTH = 16
/** Left behind by editors, version control and interpreters; no part of what a folder is about. */
const LEFT_OVER = /^(\..*|__pycache__)$/

/**
 * Lists a folder and the folders in it. Names that begin with a dot and `__pycache__` are left out. Symbolic links
 * are never followed.
 * @throws {FolderError} for links, pipes, sockets and devices, for names with control characters, backslashes or
 *   broken UTF-8, and beyond 10,000 files or 16 levels
 */
export async function listPlainFiles(folder: string): Promise<PlainFiles> {
  const found: PlainFiles = { files: [], sizeBytes: 0 }
  await visit(folder, '', 0, found)
  found.files.sort((a, b) => (a < b ? -1 : 1))
  return found
}

async function visit(root: string, below: string, depth: number, found: PlainFiles): Promise<void> {
  if (depth > MAX_DEPTH) throw new FolderError(`Folders are nested deeper than ${MAX_DEPTH} levels`)
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (LEFT_OVER.test(entry.name)) continue
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (/[\p{Cc}\\\uFFFD]/u.test(entry.name)) {
      throw new FolderError(`The file name ${JSON.stringify(name)} has characters that are not allowed`)
    }
    if (entry.isDirectory()) await visit(root, name, depth + 1, found)
    else if (!entry.isFile()) throw new FolderError(`${JSON.stringify(name)} is no plain file (a link?)`)
    else {
      found.files.push(name)
      found.sizeBytes += (await lstat(join(root, name))).size
      if (found.files.length > MAX_FILES) throw new FolderError(`There are more than ${MAX_FILES} files`)
    }
  }
}
