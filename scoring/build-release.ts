import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { parseSplitOptions } from '#datasets/assign-parts.ts'
import { type BuiltRelease, buildRelease as writeRelease } from '#datasets/build-release.ts'
import { CHECK_KINDS } from '#datasets/checks/check-catalogue.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import { parseSchema } from '#datasets/schema.ts'
import { wordsOf } from '#datasets/standards/release-words.ts'
import { blobs } from '#store/blobs.ts'
import { type Db, database, transaction } from '#store/database.ts'
import { findRelease, lockRelease, type ReleaseRecord } from '#store/datasets.ts'
import { announce } from '#store/events.ts'
import { settings } from '#store/settings.ts'
import { vault } from '#store/vault.ts'
import { type Comparison, compareRelease, rowIndexKey } from './compare-release.ts'
import { type ReleaseSources, withReleaseSources } from './release-sources.ts'
import { splitSecretOf } from './split-secret.ts'
import { readInSandbox } from './tables/read-in-sandbox.ts'

/**
 * Writes a confirmed release in both formats, puts its files into the store and its withheld answers into the vault,
 * and makes it ready. Cut off, it can run again: files are stored before the one transaction that names them.
 *
 * @throws GrandstandError `file_rejected` when a table does not fit the confirmed schema.
 */
export async function buildRelease(releaseId: string): Promise<void> {
  const release = await findRelease(database(), releaseId)
  if (release?.status === 'building')
    await withReleaseSources(release, true, (sources) => buildFrom(release, sources))
  await forgetSources(releaseId)
}

/**
 * Removes what the organiser uploaded, once the release is ready: it holds the answers, and the web process can read it.
 * Names and checksums stay.
 */
async function forgetSources(releaseId: string): Promise<void> {
  const release = await findRelease(database(), releaseId)
  if (release?.status !== 'ready') return
  for (const { blobKey } of release.sources) await blobs().delete(blobKey)
}

async function buildFrom(
  release: ReleaseRecord,
  { folder, tables, imagesFolder, imageHeaders }: ReleaseSources,
): Promise<void> {
  const schema = parseSchema(release.schema)
  const outFolder = join(folder, 'release')
  const truthFolder = join(folder, 'truth')
  const rowIndexFile = join(folder, 'rows.index')
  const built = await writeRelease({
    kind: schema.kind,
    tables,
    schema,
    imagesFolder,
    imageHeaders,
    readTable: readInSandbox,
    outFolder,
    split: parseSplitOptions(release.split ?? {}),
    splitSecret: await splitSecretOf(release.datasetId),
    truth: createTruthFolder(truthFolder),
    datasheet: wordsOf(release.dataset, release, settings().publicUrl),
    rowIndexFile,
  })
  requireSound(built)
  const compared = await compareRelease(release, built, { folder, truthFolder, rowIndexFile })
  const prefix = `releases/${release.id}`
  for (const { path } of built.files)
    await blobs().put(`${prefix}/${path}`, createReadStream(join(outFolder, path)))
  const images = await storeImages(built, imagesFolder, prefix)
  for (const { path } of built.truth)
    await vault().put(`${prefix}/${path}`, createReadStream(join(truthFolder, path)))
  await blobs().put(rowIndexKey(release.id), createReadStream(rowIndexFile))
  await transaction((tx) => publish(tx, release.id, prefix, built, images, compared))
}

/** A release with an error among its checks must not be published; the organiser is told all of them. */
function requireSound({ checks }: BuiltRelease): void {
  const errors = checks.filter((check) => check.severity === 'error')
  if (errors.length === 0) return
  const problems = errors.map(({ code, table, column, message }) => ({
    code,
    column,
    message: `${table}: ${message} ${CHECK_KINDS[code].advice}`,
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
  { diff, truthDiff, checks }: Comparison,
): Promise<void> {
  await lockRelease(tx, releaseId)
  const { count } = await tx.release.updateMany({
    where: { id: releaseId, status: 'building' },
    data: {
      status: 'ready',
      schema: built.schema,
      profile: plain(Object.fromEntries(built.tables.map(({ name, profile }) => [name, profile]))),
      sampleRows: plain(Object.fromEntries(built.tables.map(({ name, sample }) => [name, sample]))),
      checks: plain([...built.checks, ...checks]),
      rowHash: built.rowHash,
      ...{ rowIndexSha256: built.rowIndexSha256, diff, truthDiff },
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
  announce(tx, { kind: 'release', releaseId })
}

/** Our shapes are plain data; Prisma wants that said once more. */
function plain(value: unknown): object {
  return value as object
}
