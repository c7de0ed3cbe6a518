import { apiPaths } from '#app/_ui/paths.ts'
import type { Release } from './load-dataset.ts'

/** Where to load the image that a cell names; undefined when the release has no images. */
export type ImageAddress = (cell: string) => string | undefined

/** The images of a release by the path in the cell. Only those in sample rows and profiles are there one by one. */
export function imageAddress(release: Release): ImageAddress {
  if (!release.files.some(({ path }) => path === 'images.zip')) return () => undefined
  return (cell) => apiPaths.releaseFile(release.id, cell.startsWith('images/') ? cell : `images/${cell}`)
}
