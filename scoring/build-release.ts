import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { parseSplitOptions } from '#datasets/assign-parts.ts'
import { type BuiltRelease, buildRelease as writeRelease } from '#datasets/build-release.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import { parseSchema } from '#datasets/schema.ts'
import { blobs } from '#store/blobs.ts'
import { type Db, database, transaction } from '#store/database.ts'
import { findRelease, lockRelease, type ReleaseRecord } from '#store/datasets.ts'
import { announce } from '#store/events.ts'
import { vault } from '#store/vault.ts'
import { type ReleaseSources, withReleaseSources } from './release-sources.ts'

/**
 * Writes a confirmed release in both formats, puts its files into the store and its withheld answers into the vault,
 * and makes it ready. Cut off, it can run again: files are stored before the one transaction that names them.
 *
 * @throws GrandstandError `file_rejected` when a table does not fit the confirmed schema.
 */
export async function buildRelease(releaseId: string): Promise<void> {
  const release = await findRelease(database(), releaseId)
  if (release?.status !== 'building') return
  await withReleaseSources(release, true, (sources) => buildFrom(release, sources))
}

async function buildFrom(
  release: ReleaseRecord,
  { folder, tables, imagesFolder }: ReleaseSources,
): Promise<void> {
  const schema = parseSchema(release.schema)
  const { title, description, licence, attribution } = release.dataset
  const outFolder = join(folder, 'release')
  const truthFolder = join(folder, 'truth')
  const built = await writeRelease({
    kind: schema.kind,
    tables,
    schema,
    imagesFolder,
    outFolder,
    split: parseSplitOptions(release.split ?? {}),
    truth: createTruthFolder(truthFolder),
    datasheet: { title, description, licence, attribution },
  })
  requireSound(built)
  const prefix = `releases/${release.id}`
  for (const { path } of built.files)
    await blobs().put(`${prefix}/${path}`, createReadStream(join(outFolder, path)))
  const images = await storeImages(built, imagesFolder, prefix)
  for (const { path } of built.truth)
    await vault().put(`${prefix}/${path}`, createReadStream(join(truthFolder, path)))
  await transaction((tx) => publish(tx, release.id, prefix, built, images))
}

/** A release with an error among its checks must not be published; the organiser is told all of them. */
function requireSound({ checks }: BuiltRelease): void {
  const errors = checks.filter((check) => check.severity === 'error')
  if (errors.length === 0) return
  const problems = errors.map(({ code, table, column, message }) => ({
    code,
    column,
    message: `${table}: ${message}`,
  }))
  throw new GrandstandError('file_rejected', `The data has ${errors.length} errors.`, { problems })
}

interface StoredImage {
  path: string
  sizeBytes: number
  sha256: string
}

/** The images that pages show, one by one; all of them are in images.zip. */
async function storeImages(
  built: BuiltRelease,
  folder: string | undefined,
  prefix: string,
): Promise<StoredImage[]> {
  if (!folder) return []
  const stored: StoredImage[] = []
  for (const image of built.sampleImages) {
    const content = await readFile(join(folder, image))
    const sha256 = createHash('sha256').update(content).digest('hex')
    // an image's name may hold characters that no key may, so its content names it
    await blobs().put(`${prefix}/images/${sha256}`, [content])
    stored.push({ path: `images/${image}`, sizeBytes: content.length, sha256 })
  }
  return stored
}

async function publish(
  tx: Db,
  releaseId: string,
  prefix: string,
  built: BuiltRelease,
  images: StoredImage[],
): Promise<void> {
  await lockRelease(tx, releaseId)
  const { count } = await tx.release.updateMany({
    where: { id: releaseId, status: 'building' },
    data: {
      status: 'ready',
      schema: built.schema,
      profile: plain(Object.fromEntries(built.tables.map(({ name, profile }) => [name, profile]))),
      sampleRows: plain(Object.fromEntries(built.tables.map(({ name, sample }) => [name, sample]))),
      checks: plain(built.checks),
      rowHash: built.rowHash,
      problems: [],
      readyAt: new Date(),
    },
  })
  if (count === 0) return
  const files = built.files.map(({ path, table, format, sizeBytes, sha256, rows }) => ({
    ...{ releaseId, path, table, format, sha256, rows },
    sizeBytes: BigInt(sizeBytes),
    blobKey: `${prefix}/${path}`,
  }))
  const shown = images.map(({ path, sizeBytes, sha256 }) => ({
    ...{ releaseId, path, format: 'image', sha256 },
    sizeBytes: BigInt(sizeBytes),
    blobKey: `${prefix}/images/${sha256}`,
  }))
  await tx.releaseFile.createMany({ data: [...files, ...shown] })
  await tx.truth.createMany({
    data: built.truth.map((truth) => ({
      id: newId('tru'),
      releaseId,
      name: truth.definition,
      vaultKey: `${prefix}/${truth.path}`,
      sha256: truth.sha256,
      rows: truth.rows,
      publicRows: truth.publicRows,
      classes: truth.classes,
    })),
  })
  await announce(tx, { kind: 'release', releaseId })
}

/** Our shapes are plain data; Prisma wants that said once more. */
function plain(value: unknown): object {
  return value as object
}
