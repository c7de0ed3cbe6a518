import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { listPlainFiles } from './plain-files.ts'

/**
 * The version of a program: the SHA-256, in lower-case hexadecimal, of what sha256sum prints for its files in the order of
 * their names. An evaluation keeps it, so that a score can be traced to the program that gave it. On a shell:
 * `find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum`, without hidden files.
 * @throws {FolderError} see `listPlainFiles`
 */
export async function programDigest(programFolder: string): Promise<string> {
  const { files } = await listPlainFiles(programFolder)
  const list = createHash('sha256')
  for (const name of files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const content = createHash('sha256')
    await pipeline(createReadStream(join(programFolder, name)), content)
    list.update(`${content.digest('hex')}  ${name}\n`)
  }
  return list.digest('hex')
}
