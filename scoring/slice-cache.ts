import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TextBatch } from '#core/table.ts'
import type { TaskSpec } from '#core/task.ts'
import { columnsOfRole, datasetSchema } from '#datasets/schema.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { findReleaseFile } from '#store/datasets.ts'
import { fetchBlob } from './fetch-blob.ts'
import { numbersIn, textColumn } from './judge/opened-table.ts'
import type { JudgeOptions } from './judge.ts'
import { openTable } from './readers/open-table.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'

/** What a judge needs to slice its reports: a table on this worker's disk, and by what. */
export interface LocalSlices {
  slicesPath: string
  options: Pick<JudgeOptions, 'sliceBy' | 'sliceParts'>
}

let folder: Promise<string> | undefined
const held = new Map<string, Promise<string>>()

/** The slice columns of a task's release; fetched, verified and cut out once, since releases never change. Null for none. */
export async function localSlices(releaseId: string, { slices = [] }: TaskSpec): Promise<LocalSlices | null> {
  if (slices.length === 0) return null
  const columns = [...new Set(slices.flat())].sort()
  const name = createHash('sha256')
    .update(JSON.stringify([releaseId, columns]))
    .digest('hex')
    .slice(0, 32)
  const making = held.get(name) ?? cutOut(releaseId, columns, name)
  held.set(name, making)
  making.catch(() => held.delete(name))
  return { slicesPath: await making, options: { sliceBy: slices, sliceParts: true } }
}

/** Writes `id` and the columns of the release's test table as CSV. */
async function cutOut(releaseId: string, columns: readonly string[], name: string): Promise<string> {
  folder ??= mkdtemp(join(neutralFolder(), 'slices-'))
  const path = join(await folder, name)
  const [release, file] = await Promise.all([
    database().release.findUniqueOrThrow({ where: { id: releaseId } }),
    findReleaseFile(database(), releaseId, 'test.csv'),
  ])
  if (!file) throw new Error(`release ${releaseId} has no test table to slice by`)
  const test = datasetSchema.parse(release.schema).tables.find((table) => table.name === 'test')
  const id = test && columnsOfRole(test, 'id')[0]?.name
  if (!id) throw new Error(`the test table of release ${releaseId} has no id`)
  await fetchBlob(blobs(), file.blobKey, file.sha256, `${path}.partial`)
  await writeColumns(`${path}.partial`, path, id, columns)
  await rm(`${path}.partial`)
  return path
}

async function writeColumns(from: string, to: string, id: string, columns: readonly string[]): Promise<void> {
  const table = await openTable(from, { columns: numbersIn([]) })
  const positions = [id, ...columns].map((column) => table.columns.indexOf(column))
  const out = createWriteStream(to, { mode: 0o644 })
  out.write(`${['id', ...columns].map(quoted).join(',')}\n`)
  for await (const batch of table.batches()) {
    const cells = positions.map((position) => textColumn(batch, position))
    let text = ''
    for (let row = 0; row < batch.rowCount; row++) {
      text += `${cells.map((column) => quoted(cellText(column, row))).join(',')}\n`
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

const decoder = new TextDecoder()

function cellText({ bytes, starts, ends }: TextBatch, row: number): string {
  return decoder.decode(bytes.subarray(starts[row], ends[row]))
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
