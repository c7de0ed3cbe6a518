import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { ByteBuffer } from './byte-buffer.ts'
import type { Check } from './checks/check.ts'
import { ImageFacts } from './checks/image-facts.ts'
import type { ImageHeader } from './image-header.ts'
import { imagePath } from './image-path.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import { appendCsvCell } from './write-csv.ts'
import { ZipWriter } from './zip-writer.ts'

/** An image larger than this is refused: tables of records do not need it, and it would be held in memory. */
export const MAX_IMAGE_BYTES = 64 << 20
/** Images of one archive. */
export const MAX_IMAGES = 1_000_000

/** By UTF-8 bytes, which is by code point, so that the order is the same everywhere. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * Paths of all PNG, JPEG and WebP files below a folder, sorted. Links are not followed; other files (previews,
 * `.DS_Store`) are left out.
 */
export function listImages(folder: string): string[] {
  const found: string[] = []
  const walk = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below ? `${below}/${entry.name}` : entry.name
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile() && imagePath(path) === path) found.push(path)
    }
  }
  walk('')
  return found.sort(byBytes)
}

/** The archive and its list: `images.zip` with entries `images/<path>`, `images.csv` with `path,sha256,size_bytes`. */
export interface ImageArchive {
  zip: FileDigest
  manifest: FileDigest
  checks: Check[]
  /** SHA-256 of each image, by path. */
  digests: ReadonlyMap<string, string>
}

/**
 * Packs images into one archive and lists each with its SHA-256. The bytes depend only on paths and contents.
 *
 * @param paths sorted paths below `folder`
 * @param headers what is known of images already, or what is wrong with them
 * @throws GrandstandError `file_rejected` for an image above {@link MAX_IMAGE_BYTES}
 */
export function writeImageArchive(
  folder: string,
  paths: readonly string[],
  outFolder: string,
  headers?: ReadonlyMap<string, ImageHeader | string>,
): ImageArchive {
  const zip = new ZipWriter(join(outFolder, 'images.zip'))
  const list = new ByteBuffer(1 << 16)
  list.appendAscii('path,sha256,size_bytes\n')
  const facts = new ImageFacts()
  const digests = new Map<string, string>()
  try {
    for (const path of paths) {
      if (statSync(join(folder, path)).size > MAX_IMAGE_BYTES) {
        throw new GrandstandError(
          'file_rejected',
          `The image '${path}' is larger than 64 MiB; scale it down.`,
        )
      }
      const content = readFileSync(join(folder, path))
      facts.observe(path, content, headers?.get(path))
      zip.add(`images/${path}`, content)
      appendCsvCell(list, `images/${path}`)
      const digest = createHash('sha256').update(content).digest('hex')
      digests.set(path, digest)
      list.appendAscii(`,${digest},${content.length}\n`)
    }
  } catch (error) {
    zip.abandon()
    throw error
  }
  const manifest = new OutputFile(join(outFolder, 'images.csv'))
  manifest.write(list.view())
  return { zip: zip.finish(), manifest: manifest.close(), checks: facts.checks(), digests }
}
