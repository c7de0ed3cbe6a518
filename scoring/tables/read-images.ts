/** The images of an archive, one after the other. Runs inside the sandbox. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import tar from 'tar-stream'
import yauzl from 'yauzl'
import { GrandstandError } from '#core/errors.ts'
import { MAX_IMAGE_BYTES, MAX_IMAGES } from '#datasets/image-archive.ts'
import { imagePath } from '#datasets/image-path.ts'

/** Bytes of everything in an archive together. */
const TOTAL_BYTES_MAX = 64 * 2 ** 30
/** Entries that are no images, which are passed over. */
const ENTRIES_MAX = 2_000_000

/** A file of an archive that is an image by its name. */
export interface ArchivedImage {
  /** Below the images folder; a leading `images/` is dropped. */
  path: string
  content: Uint8Array
}

/**
 * Reads a zip, or a tar that may be packed by gzip or zstd. Entries that are no images by their names (previews,
 * `.DS_Store`) are passed over, links as well.
 *
 * @throws GrandstandError `file_rejected` when it is no archive, is damaged, or holds more than is allowed
 */
export async function* readImages(path: string): AsyncGenerator<ArchivedImage> {
  const kind = await archiveKind(path)
  const limits = new ArchiveLimits()
  try {
    yield* kind === 'zip' ? readZip(path, limits) : readTar(path, kind, limits)
  } catch (error) {
    if (error instanceof GrandstandError) throw error
    throw rejected(`The images' archive is damaged: ${error instanceof Error ? error.message : error}.`)
  }
}

type ArchiveKind = 'zip' | 'tar' | 'gzip' | 'zstd'

async function archiveKind(path: string): Promise<ArchiveKind> {
  const file = await open(path)
  const head = Buffer.alloc(512)
  await file.read(head, 0, 512, 0).finally(() => file.close())
  if (head.readUInt16BE(0) === 0x1f8b) return 'gzip'
  if (head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  if (head.toString('latin1', 0, 2) === 'PK') return 'zip'
  if (head.toString('latin1', 257, 262) === 'ustar') return 'tar'
  throw rejected(
    'The images are no archive that can be read. Give a zip, or a tar (also .tar.gz or .tar.zst).',
  )
}

/** Counts what an archive holds. */
class ArchiveLimits {
  #images = 0
  #entries = 0
  #bytes = 0

  /** Counts an entry; says its path below the images folder if it is an image. */
  admit(name: string, sizeBytes: number): string | undefined {
    if (++this.#entries > ENTRIES_MAX) throw rejected(`The archive has more than ${ENTRIES_MAX} entries.`)
    const path = imagePath(name.replace(/^\.\//, ''))
    if (!path) return undefined
    if (++this.#images > MAX_IMAGES) throw rejected(`The archive has more than ${MAX_IMAGES} images.`)
    this.#bytes += sizeBytes
    if (sizeBytes > MAX_IMAGE_BYTES || this.#bytes > TOTAL_BYTES_MAX)
      throw rejected(`${path}: an image may have 64 MiB, all together 64 GiB.`)
    return path
  }
}

async function* readZip(path: string, limits: ArchiveLimits): AsyncGenerator<ArchivedImage> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, {
    lazyEntries: true,
    validateEntrySizes: true,
  })
  const openEntry = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip))
  try {
    for (;;) {
      const entry = await nextEntry(zip)
      if (!entry) return
      const image = limits.admit(entry.fileName, entry.uncompressedSize)
      if (image)
        yield { path: image, content: await contentOf(await openEntry(entry), entry.uncompressedSize) }
    }
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

async function* readTar(
  path: string,
  kind: Exclude<ArchiveKind, 'zip'>,
  limits: ArchiveLimits,
): AsyncGenerator<ArchivedImage> {
  const entries = tar.extract()
  const packed = createReadStream(path)
  const unpacked = { tar: [], gzip: [createGunzip()], zstd: [createZstdDecompress()] }[kind]
  const reading = pipeline([packed, ...unpacked, inflated(), entries]).catch((error: Error) => {
    entries.destroy(error)
  })
  try {
    for await (const entry of entries) {
      const { name, size = 0, type } = entry.header
      const image = type === 'file' || type === 'contiguous-file' ? limits.admit(name, size) : undefined
      if (image) yield { path: image, content: await contentOf(entry, size) }
      else entry.resume()
    }
  } finally {
    packed.destroy()
    await reading
  }
}

/** Stops what would unpack without end: entries that are passed over cost time as well. */
function inflated(): Transform {
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      total += chunk.length
      done(total > 2 * TOTAL_BYTES_MAX ? rejected('The archive unpacks to more than 128 GiB.') : null, chunk)
    },
  })
}

async function contentOf(stream: AsyncIterable<unknown>, sizeBytes: number): Promise<Uint8Array> {
  const content = Buffer.allocUnsafe(sizeBytes)
  let filled = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (filled + chunk.length > sizeBytes) throw rejected('An entry of the archive is larger than it says.')
    filled += chunk.copy(content, filled)
  }
  if (filled < sizeBytes) throw rejected('The archive is cut off.')
  return content
}

function rejected(message: string): GrandstandError {
  return new GrandstandError('file_rejected', message, { problems: [{ code: 'bad_archive', message }] })
}
