import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printCsv } from './csv-rows.ts'
import { drawImages } from './draw-images.ts'
import { emojiDatasets } from './emoji-datasets.ts'
import type { SampleManifest } from './sample-dataset.ts'

/** How far the long step is: drawings made of all drawings (one that two datasets share counts once). */
export interface SampleProgress {
  done: number
  total: number
}

export interface WriteSampleOptions {
  /** Called after each drawing. */
  onProgress?: (progress: SampleProgress) => void
  /** About how many emoji without skin tone to use; all (1,914) when absent. */
  limit?: number
}

/**
 * Writes the sample datasets as an organiser would upload them: one folder each with a CSV file per table, `images/` and
 * `dataset.json` (a {@link SampleManifest}). Test tables hold labels and the split. The same packages and options
 * always give the same bytes.
 *
 * @param outFolder made if it does not exist
 * @returns the manifests, in the order emoji-classification, emoji-matching, emoji-sprint-classification,
 *   emoji-sprint-matching; each dataset is in `<outFolder>/<slug>`
 */
export async function writeEmojiSample(
  outFolder: string,
  { onProgress, limit }: WriteSampleOptions = {},
): Promise<SampleManifest[]> {
  const datasets = emojiDatasets({ limit })
  for (const { manifest, tables } of datasets) {
    const folder = join(outFolder, manifest.slug)
    await mkdir(folder, { recursive: true })
    for (const [name, table] of Object.entries(tables)) {
      await writeFile(join(folder, `${name}.csv`), printCsv(table))
    }
    await writeFile(join(folder, 'dataset.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  }
  const images = datasets.flatMap((dataset) =>
    dataset.images.map(({ svg, file }) => ({ svg, file: `${dataset.manifest.slug}/${file}` })),
  )
  await drawImages(outFolder, images, (done, total) => onProgress?.({ done, total }))
  return datasets.map(({ manifest }) => manifest)
}
