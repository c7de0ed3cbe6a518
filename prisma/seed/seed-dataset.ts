import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '#core/access.ts'
import { listImages } from '#datasets/image-archive.ts'
import type { SampleManifest } from '#datasets/samples/sample-dataset.ts'
import { ZipWriter } from '#datasets/zip-writer.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'
import { database } from '#store/database.ts'
import { findDataset } from '#store/datasets.ts'

const POLL_MS = 100
const PATIENCE_MS = 600_000

/** Registers a sample dataset as an organiser would, by the same operations; returns its ready release's id. */
export async function seedDataset(
  organiser: Person,
  manifest: SampleManifest,
  folder: string,
): Promise<string> {
  const known = await findDataset(database(), manifest.slug)
  const ready = known?.releases.find((release) => release.status === 'ready')
  if (ready) return ready.id
  if (!known) await createDataset.call(organiser, describe(manifest))
  const release = await createRelease.call(organiser, { dataset: manifest.slug })
  for (const { table, path } of await sources(folder)) {
    const file = { filename: path.slice(path.lastIndexOf('/') + 1), stream: createReadStream(path) }
    await uploadTable.call(organiser, { release: release.id, table }, { file })
  }
  await inspectRelease.call(organiser, { release: release.id })
  await reached(organiser, release.id, 'proposed')
  await buildRelease.call(organiser, { release: release.id, schema: manifest.schema })
  await reached(organiser, release.id, 'ready')
  return release.id
}

function describe(manifest: SampleManifest) {
  const { slug, title, summary, kind, licence } = manifest
  const sources = manifest.sources.map(
    (source) =>
      `| ${source.part} | [${source.title}](${source.url}) | ${source.authors} | ${source.licence} |`,
  )
  const description = [
    manifest.description,
    '## Sources and licences',
    ['| Part | Source | Authors | Licence |', '| --- | --- | --- | --- |', ...sources].join('\n'),
    manifest.changes,
  ].join('\n\n')
  return {
    slug,
    title,
    summary,
    kind,
    licence,
    description,
    attribution: manifest.attribution,
    visibility: 'public' as const,
  }
}

type SourceTable = Parameters<typeof uploadTable.call>[1]['table']

async function sources(folder: string): Promise<{ table: SourceTable; path: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort()
  const tables = names.map((name) => ({ table: name.slice(0, -4) as SourceTable, path: join(folder, name) }))
  return [...tables, { table: 'images', path: await zipImages(folder) }]
}

async function zipImages(folder: string): Promise<string> {
  const path = join(folder, 'images.zip')
  if (existsSync(path)) return path
  const zip = new ZipWriter(path)
  const images = join(folder, 'images')
  for (const name of listImages(images)) zip.add(`images/${name}`, await readFile(join(images, name)))
  zip.finish()
  return path
}

/** Waits until the worker has brought the release to a status. Throws what the worker found wrong. */
async function reached(organiser: Person, release: string, wanted: 'proposed' | 'ready'): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const { status, problems, dataset } = await getRelease.call(organiser, { release })
    if (status === wanted) return
    if (status === 'failed') {
      const found = problems.map(({ message }) => message).join('; ')
      throw new Error(`The sample dataset ${dataset.slug} was refused: ${found}`)
    }
  }
  throw new Error(
    `The worker did not bring release ${release} to ${wanted} within ${PATIENCE_MS / 60_000} minutes.`,
  )
}
