import { type Check, share } from './check.ts'

/**
 * Finds pictures of the test table that are, byte by byte, pictures of the training table.
 *
 * @param imagesOf the image paths that rows of each table name
 * @param digests SHA-256 by path
 */
export function identicalImagesChecks(
  imagesOf: ReadonlyMap<string, ReadonlySet<string>>,
  digests: ReadonlyMap<string, string>,
): Check[] {
  const [train, test] = [imagesOf.get('train'), imagesOf.get('test')]
  if (!train || !test) return []
  const pathOf = new Map<string, string>()
  for (const path of train) pathOf.set(digests.get(path) ?? '', path)
  const copies = [...test].filter((path) => pathOf.has(digests.get(path) ?? ''))
  if (copies.length === 0) return []
  const examples = copies.slice(0, 5).map((path) => `${path} ~ ${pathOf.get(digests.get(path) ?? '')}`)
  const message = `${share(copies.length, test.size)} images of the test table are images of the training table.`
  const severity = copies.length > 0.01 * test.size ? 'warning' : 'info'
  return [{ code: 'identical_images_across_splits', severity, table: 'test', message, examples }]
}
