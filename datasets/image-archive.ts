import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { type Check, quoteSome } from './checks/check.ts'
import { imagePath } from './image-path.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import { appendCsvCell } from './write-csv.ts'
import { ZipWriter } from './zip-writer.ts'

/** An image larger than this is refused: tables of records do not need it, and it would be held in memory. */
export const MAX_IMAGE_BYTES = 64 << 20

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

/** Whether a file begins like a PNG, a JPEG or a WebP, whatever its name says. */
export function isImageContent(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return true
  return head.startsWith('\xff\xd8\xff') || (head.startsWith('RIFF') && head.slice(8) === 'WEBP')
}

/** The archive and its list: `images.zip` with entries `images/<path>`, `images.csv` with `path,sha256,size_bytes`. */
export interface ImageArchive {
  zip: FileDigest
  manifest: FileDigest
  checks: Check[]
}

/**
 * Packs images into one archive and lists each with its SHA-256. The bytes depend only on paths and contents.
 *
 * @param paths sorted paths below `folder`
 * @throws GrandstandError `file_rejected` for an image above {@link MAX_IMAGE_BYTES}
 */
export function writeImageArchive(folder: string, paths: readonly string[], outFolder: string): ImageArchive {
  const zip = new ZipWriter(join(outFolder, 'images.zip'))
  const list = new ByteBuffer(1 << 16)
  list.appendAscii('path,sha256,size_bytes\n')
  const broken: string[] = []
  try {
    for (const path of paths) {
      if (statSync(join(folder, path)).size > MAX_IMAGE_BYTES) {
        throw new GrandstandError(
          'file_rejected',
          `The image '${path}' is larger than 64 MiB; scale it down.`,
        )
      }
      const content = readFileSync(join(folder, path))
      if (!isImageContent(content)) broken.push(path)
      zip.add(`images/${path}`, content)
      appendCsvCell(list, `images/${path}`)
      list.appendAscii(`,${createHash('sha256').update(content).digest('hex')},${content.length}\n`)
    }
  } catch (error) {
    zip.abandon()
    throw error
  }
  const manifest = new OutputFile(join(outFolder, 'images.csv'))
  manifest.write(list.view())
  const message = `${broken.length} image(s) are neither PNG, JPEG nor WebP inside, such as ${quoteSome(broken)}.`
  const checks: Check[] =
    broken.length > 0 ? [{ code: 'broken_image', severity: 'error', table: 'images', message }] : []
  return { zip: zip.finish(), manifest: manifest.close(), checks }
}
