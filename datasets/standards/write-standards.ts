import type { ReleaseBuild } from '../release-build.ts'
import type { DatasetSchema } from '../schema.ts'
import { describeAsCroissant } from './croissant.ts'
import { describeAsDataPackage } from './datapackage.ts'
import type { ReleaseWords } from './release-words.ts'

/** Writes `croissant.json` and `datapackage.json`, which describe the files written so far. */
export function writeStandards(build: ReleaseBuild, schema: DatasetSchema, words: ReleaseWords): void {
  const data = [...build.files]
  const images = [...build.images].filter((path) => build.usedImages.has(path))
  const write = (path: string, document: unknown) =>
    build.writeText(path, 'json', `${JSON.stringify(document, null, 2)}\n`)
  write('croissant.json', describeAsCroissant(words, schema, data, images))
  write('datapackage.json', describeAsDataPackage(words, schema, data))
}
