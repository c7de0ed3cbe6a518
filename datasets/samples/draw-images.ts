import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { SampleImage } from './sample-dataset.ts'

/** Width and height of the drawings. */
export const IMAGE_SIZE_PX = 72

/** Drawings in flight; libuv has four threads, and one more waits for the disk. */
const PARALLEL = 5

async function drawPng(svg: string): Promise<Buffer> {
  const { width = IMAGE_SIZE_PX } = await sharp(svg).metadata()
  // drawn at its final size, not enlarged: 72 dots per inch is one pixel per SVG unit
  return sharp(svg, { density: (72 * IMAGE_SIZE_PX) / width })
    .resize(IMAGE_SIZE_PX, IMAGE_SIZE_PX, { fit: 'contain', background: '#00000000' })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

/**
 * Draws SVG files as 72 × 72 PNG with transparency, a few at a time. A drawing that is wanted at several places is
 * drawn once. The same input gives the same bytes under one version of sharp.
 *
 * @param onDrawn called after each drawing with the number done and the number of all
 */
export async function drawImages(
  folder: string,
  images: readonly SampleImage[],
  onDrawn: (done: number, total: number) => void,
): Promise<void> {
  const wanted = [...Map.groupBy(images, (image) => image.svg)]
  for (const path of new Set(images.map((image) => dirname(image.file)))) {
    await mkdir(join(folder, path), { recursive: true })
  }
  let next = 0
  let done = 0
  const drawNext = async () => {
    while (next < wanted.length) {
      const [svg, copies] = wanted[next++]
      const png = await drawPng(svg)
      for (const { file } of copies) await writeFile(join(folder, file), png)
      onDrawn(++done, wanted.length)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, drawNext))
}
