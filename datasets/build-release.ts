import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { GrandstandError } from '#core/errors.ts'
import { parseSplitOptions, type SplitOptions } from './assign-parts.ts'
import type { Check } from './checks/check.ts'
import { identicalImagesChecks } from './checks/identical-images.ts'
import { PairDifficulty } from './checks/pair-difficulty.ts'
import { TextTrouble } from './checks/text-trouble.ts'
import { UniqueKeys } from './checks/unique-keys.ts'
import { listImages, writeImageArchive } from './image-archive.ts'
import type { ImageHeader } from './image-header.ts'
import type { InputTable } from './infer-schema.ts'
import { type ReadTable, readTableHere } from './read-table.ts'
import { ReleaseBuild } from './release-build.ts'
import { buildLabelled, type LabelSummary } from './release-labelled.ts'
import { type PlannedTable, planRelease } from './release-plan.ts'
import { RowIndexWriter } from './row-index.ts'
import { columnsOfRole, type DatasetKind, type DatasetSchema, STANDARD } from './schema.ts'
import type { ReleaseWords } from './standards/release-words.ts'
import { writeStandards } from './standards/write-standards.ts'
import type { ReleaseFile, ReleaseTable } from './table-writers.ts'
import type { TruthSink } from './truth-sink.ts'
import type { BatchObserver } from './typed-batch.ts'
import { writeDatasheet } from './write-datasheet.ts'

/** What a release is made from. */
export interface BuildReleaseInput {
  kind: DatasetKind
  /**
   * Classification: `train` and `test` (both with labels), or one table for the platform to split. Matching:
   * `records`, or `left` and `right`, with `train_pairs` and `test_pairs`, or with `pairs` to be split. A column
   * `split` (public, private; train in a table to be split) is the organiser's own split.
   */
  tables: readonly InputTable[]
  /** The confirmed schema of the given tables, as inferSchema proposes it. */
  schema: DatasetSchema
  /** Holds the files that image cells name. */
  imagesFolder?: string
  /** What the header of each image says, by its path below the folder, or what is wrong with the image. */
  imageHeaders?: ReadonlyMap<string, ImageHeader | string>
  /** Where the release is written: made if need be, and empty. */
  outFolder: string
  split?: Partial<SplitOptions>
  /**
   * 32 random bytes that key the lots of the platform's own splits, so that nobody can work out from ids which test rows are
   * private. The same for all releases of a dataset. Default: the open one of row-draws.ts, which hides nothing.
   */
  splitSecret?: Uint8Array
  /** Takes the withheld labels; scoring passes the one that keeps them. */
  truth: TruthSink
  datasheet?: ReleaseWords
  /** Where to write what a later release is compared by; not part of the release. */
  rowIndexFile?: string
  /** Reads the tables; the worker passes a way through the sandbox. Default: in this process. */
  readTable?: ReadTable
  /** Called now and then with the rows read so far, over all passes. */
  onProgress?: (rows: number) => void
}

/** Everything that is to be kept about a release beside its files. */
export interface BuiltRelease {
  /** As in schema.json: the released tables, with their rows. */
  schema: DatasetSchema
  files: ReleaseFile[]
  tables: ReleaseTable[]
  /** One hash over the row hashes of all released tables. */
  rowHash: string
  /** For organisers only: they may speak of withheld labels. An `error` among them means: do not publish. */
  checks: Check[]
  /** The withheld answers, one per label column. */
  truth: LabelSummary[]
  images?: { count: number; sizeBytes: number }
  /** Of `rowIndexFile`, when one was wanted. */
  rowIndexSha256?: string
  /** Paths below the images folder that the sample rows and profiles show. */
  sampleImages: string[]
}

async function buildRecords(build: ReleaseBuild, planned: PlannedTable): Promise<UniqueKeys> {
  const { table } = planned
  const writer = build.startTable(table)
  const keys = new UniqueKeys(table, [columnsOfRole(table, 'id')[0].name])
  const images = build.imageCells(table)
  const texts = new TextTrouble(table)
  const observers: BatchObserver[] = [writer, keys, images, texts]
  if (build.difficulty) observers.push(build.difficulty.recordObserver(table))
  for await (const batch of build.read(planned)) for (const observer of observers) observer.observe(batch)
  await build.finishTable(writer)
  build.checks.push(...keys.checks(), ...images.checks(), ...texts.checks())
  return keys
}

function packImages(
  build: ReleaseBuild,
  folder: string,
  headers: BuildReleaseInput['imageHeaders'],
): { count: number; sizeBytes: number } {
  const used = [...build.images].filter((path) => build.usedImages.has(path))
  const unused = build.images.size - used.length
  if (unused > 0) {
    const message = `${unused} image(s) are named by no row and were left out of the release.`
    build.checks.push({ code: 'unused_image', severity: 'info', table: 'images', message })
  }
  const { zip, manifest, checks, digests } = writeImageArchive(folder, used, build.folder, headers)
  build.checks.push(...checks, ...identicalImagesChecks(build.imagesOf, digests))
  build.files.push({ path: 'images.zip', format: 'zip', ...zip })
  build.files.push({ path: 'images.csv', format: 'csv', ...manifest, rows: used.length })
  return { count: used.length, sizeBytes: zip.sizeBytes }
}

/** The images that pages will want to show. */
function sampleImages(tables: readonly ReleaseTable[], images: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  const add = (cell: string | null) => {
    const path = cell?.startsWith('images/') ? cell.slice('images/'.length) : cell
    if (path && images.has(path)) found.add(path)
  }
  for (const { profile, sample } of tables) {
    profile.columns.forEach(({ modality, images: paths }, i) => {
      if (modality !== 'image') return
      for (const path of paths ?? []) add(path)
      for (const row of sample.rows) add(row[i])
    })
  }
  return [...found].sort()
}

function writeDocuments(build: ReleaseBuild, schema: DatasetSchema, sheet: ReleaseWords): void {
  build.writeText('schema.json', 'json', `${JSON.stringify(schema, null, 2)}\n`)
  writeStandards(build, schema, sheet)
  build.writeText('README.md', 'markdown', writeDatasheet(sheet, schema, build.files))
  const sums = build.files
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
  build.writeText('SHA256SUMS', 'text', sums.join(''))
}

function hashOf(tables: readonly ReleaseTable[]): string {
  const lines = tables.map(({ name, rowHash }) => `${name} ${rowHash}\n`).sort()
  return `release-v1:${createHash('sha256').update(lines.join('')).digest('hex')}`
}

/**
 * Writes a release of a dataset into a folder, in the standard's form: each table as CSV and Parquet with equal
 * content, `sample_submission`, `images.zip` with `images.csv`, `schema.json`, `croissant.json`, `datapackage.json`, `README.md`
 * and `SHA256SUMS`. Labels
 * of test rows go to `input.truth` and nowhere else. Streams; equal input gives equal bytes.
 *
 * Findings about the data are returned as checks. It throws only when no release can be made.
 *
 * @throws GrandstandError `file_rejected`: a table cannot be read, does not fit the schema (with up to 20 problems,
 * each with line and column), or tables, keys or labels are missing. The folder is then of no use.
 */
export async function buildRelease(input: BuildReleaseInput): Promise<BuiltRelease> {
  const { outFolder, imagesFolder } = input
  if (input.schema.kind !== input.kind)
    throw new GrandstandError('invalid_input', `The schema is for ${input.schema.kind}, not ${input.kind}.`)
  const plan = planRelease(input.schema, input.tables)
  const split = { options: parseSplitOptions(input.split ?? {}), secret: input.splitSecret }
  mkdirSync(outFolder, { recursive: true })
  if (readdirSync(outFolder).length > 0) throw new Error(`the output folder is not empty: ${outFolder}`)
  const build = new ReleaseBuild(
    outFolder,
    imagesFolder ? listImages(imagesFolder) : [],
    {
      readTable: input.readTable ?? readTableHere,
      again: new Set([plan.train.input.name, plan.test.input.name]),
    },
    input.onProgress ?? (() => {}),
  )
  try {
    if (input.rowIndexFile) {
      build.rowIndex = new RowIndexWriter(input.rowIndexFile)
      build.open.push(build.rowIndex)
    }
    build.difficulty = await PairDifficulty.of(plan, build.readTable)
    const records = new Map<string, UniqueKeys>()
    for (const planned of plan.records) records.set(planned.table.name, await buildRecords(build, planned))
    const truth = await buildLabelled(build, plan, records, split, input.truth)
    const images = imagesFolder ? packImages(build, imagesFolder, input.imageHeaders) : undefined
    const tables = build.schemas.map(({ columns, ...table }) => ({
      ...table,
      columns: columns.map(({ reason: _, ...column }) => column),
    }))
    const schema: DatasetSchema = { standard: STANDARD, kind: plan.kind, tables }
    writeDocuments(build, schema, input.datasheet ?? { title: 'Dataset' })
    return {
      ...{ schema, files: build.files, tables: build.tables, rowHash: hashOf(build.tables) },
      rowIndexSha256: build.rowIndex?.finish().sha256,
      ...{ checks: build.checks, truth, images, sampleImages: sampleImages(build.tables, build.images) },
    }
  } catch (error) {
    for (const writer of build.open) writer.abandon()
    throw error
  } finally {
    await build.close()
  }
}
