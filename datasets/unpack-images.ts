import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { GrandstandError } from '#core/errors.ts'
import { MAX_IMAGE_BYTES } from './image-archive.ts'
import { imagePath } from './image-path.ts'

const MAX_IMAGES = 1_000_000
/** Bytes of all images together. */
const MAX_TOTAL_BYTES = 64 * 2 ** 30

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)

/**
 * Unpacks the images of a zip into a folder. Entries that are no images (previews, `.DS_Store`) are passed over; a
 * leading `images/` is dropped.
 *
 * @throws GrandstandError `file_rejected` when it is no zip, or an entry is larger than declared or than the limits.
 */
export async function unpackImages(path: string, folder: string): Promise<number> {
  const zip = await openZip(path, { lazyEntries: true, validateEntrySizes: true }).catch((error: Error) => {
    throw rejected(`The images are no readable zip archive: ${error.message}.`)
  })
  const openEntry = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip))
  let count = 0
  let totalBytes = 0
  for await (const entry of entriesOf(zip)) {
    const image = imagePath(entry.fileName)
    if (!image) continue
    totalBytes += entry.uncompressedSize
    if (++count > MAX_IMAGES) throw rejected(`The archive has more than ${MAX_IMAGES} images.`)
    if (entry.uncompressedSize > MAX_IMAGE_BYTES || totalBytes > MAX_TOTAL_BYTES) {
      throw rejected(`${entry.fileName}: an image may have 64 MiB, all together 64 GiB.`)
    }
    const target = join(folder, image)
    await mkdir(dirname(target), { recursive: true })
    await pipeline(await openEntry(entry), createWriteStream(target))
  }
  return count
}

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  try {
    for (;;) {
      const entry = await nextEntry(zip)
      if (!entry) return
      yield entry
    }
  } catch (error) {
    if (error instanceof GrandstandError) throw error
    throw rejected(`The images' archive is damaged: ${(error as Error).message}.`)
  } finally {
    zip.close()
  }
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      zip.removeAllListeners()
      act()
    }
    zip.once('entry', (entry: yauzl.Entry) => settle(() => resolve(entry))())
    zip.once('end', () => settle(() => resolve(undefined))())
    zip.once('error', (error: Error) => settle(() => reject(error))())
    zip.readEntry()
  })
}

function rejected(message: string): GrandstandError {
  return new GrandstandError('file_rejected', message, { problems: [{ code: 'bad_archive', message }] })
}
