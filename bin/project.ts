import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The folder of the project: where package.json is. */
export const projectFolder = path.join(import.meta.dirname, '..')

/** For stamps and locks of things made from the sources; goes away with node_modules. */
const cacheFolder = path.join(projectFolder, 'node_modules', '.cache', 'grandstand')

/** The path of a small file below the cache folder, which exists afterwards. */
export async function cacheFile(name: string): Promise<string> {
  await mkdir(cacheFolder, { recursive: true })
  return path.join(cacheFolder, name)
}

/** A hash over the names and contents of these files and folders of the project (missing ones count as empty). */
export async function fingerprint(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesBelow(path.join(projectFolder, source))) {
      hash
        .update(`${path.relative(projectFolder, file)}\0`)
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Whether the thing called `name` was last made from what `print` stands for. */
export async function isStamped(name: string, print: string): Promise<boolean> {
  return (await readFile(await cacheFile(`${name}.stamp`), 'utf8').catch(() => '')) === print
}

/** Notes that the thing called `name` has been made from what `print` stands for. */
export async function stamp(name: string, print: string): Promise<void> {
  const file = await cacheFile(`${name}.stamp`)
  await writeFile(`${file}.${process.pid}`, print)
  await rename(`${file}.${process.pid}`, file)
}

async function filesBelow(start: string): Promise<string[]> {
  const entries = await readdir(start, { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return undefined
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (entries === undefined) return [start]
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return files.sort()
}
