import { buffer } from 'node:stream/consumers'
import { type ArchivedImage, locateImages } from '#datasets/explore/archived-images.ts'
import { blobs } from '#store/blobs.ts'
import type { ReleaseRecord } from '#store/datasets.ts'
import { contentTypeOf, type FileAnswer } from '../file-answer.ts'

/** Lists of images that are kept: pages of one release ask for many of its images. */
const KEPT_LISTS = 8
const kept = new Map<string, Promise<Map<string, ArchivedImage>>>()

/** One image of a release, read out of its archive; undefined when it has no such image. */
export async function archivedImage(release: ReleaseRecord, path: string): Promise<FileAnswer | undefined> {
  const zip = release.files.find((file) => file.path === 'images.zip')
  const list = release.files.find((file) => file.path === 'images.csv')
  if (!zip || !list || !path.startsWith('images/')) return undefined
  const image = (await imagesOf(list.blobKey)).get(path)
  if (!image) return undefined
  const { start, sizeBytes, sha256 } = image
  return {
    stream: await blobs().get(zip.blobKey, { start, end: start + sizeBytes - 1 }),
    filename: path.slice(path.lastIndexOf('/') + 1),
    contentType: contentTypeOf(path),
    sizeBytes,
    sha256,
    immutable: true,
  }
}

/** The images of a list, read once; the list used longest ago makes room. */
function imagesOf(blobKey: string): Promise<Map<string, ArchivedImage>> {
  const images = kept.get(blobKey) ?? readList(blobKey)
  kept.delete(blobKey)
  kept.set(blobKey, images)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_LISTS && oldest !== undefined) kept.delete(oldest)
  images.catch(() => kept.delete(blobKey))
  return images
}

async function readList(blobKey: string): Promise<Map<string, ArchivedImage>> {
  return locateImages(await buffer(await blobs().get(blobKey)))
}
