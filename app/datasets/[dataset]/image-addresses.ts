import { apiPaths } from '#app/_ui/paths.ts'
import type { Release } from './load-dataset.ts'

/** Addresses of the images that a release shows one by one, by the path that stands in its cells. */
export function imageAddresses(release: Release): Map<string, string> {
  const addresses = new Map<string, string>()
  for (const { path, format } of release.files) {
    if (format !== 'image') continue
    const address = apiPaths.releaseFile(release.id, path)
    addresses.set(path, address)
    addresses.set(path.replace(/^images\//, ''), address)
  }
  return addresses
}
