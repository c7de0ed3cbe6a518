import { join } from 'node:path'
import sharp from 'sharp'
import type { ImageFeature } from './baseline-spec.ts'

/** Side of the pictures that are compared, and of the squares that a small copy averages over. */
const SIZE_PX = 72
const BLOCK_PX = 6
const BLOCKS = SIZE_PX / BLOCK_PX
const PARALLEL = 4

type Rgba = Uint8Array

/** 4 × 4 × 4 bins of red, green and blue, weighted by opacity; sums to 1. */
function histogram(pixels: Rgba): Float32Array {
  const bins = new Float32Array(64)
  let weight = 0
  for (let i = 0; i < pixels.length; i += 4) {
    const bin = ((pixels[i] >> 6) << 4) | ((pixels[i + 1] >> 6) << 2) | (pixels[i + 2] >> 6)
    bins[bin] += pixels[i + 3]
    weight += pixels[i + 3]
  }
  return weight === 0 ? bins : bins.map((value) => value / weight)
}

/** Averages squares of 6 × 6 pixels: 12 × 12 values of one channel in [0, 1]. */
function blocks(valueAt: (x: number, y: number) => number): Float32Array {
  const small = new Float32Array(BLOCKS * BLOCKS)
  for (let y = 0; y < SIZE_PX; y++) {
    for (let x = 0; x < SIZE_PX; x++) {
      small[Math.floor(y / BLOCK_PX) * BLOCKS + Math.floor(x / BLOCK_PX)] +=
        valueAt(x, y) / (255 * BLOCK_PX * BLOCK_PX)
    }
  }
  return small
}

/** Red, green and blue over white, as darkness, so that the empty background is 0. */
function thumbnail(pixels: Rgba): Float32Array {
  const channels = [0, 1, 2].map((channel) =>
    blocks((x, y) => {
      const i = 4 * (y * SIZE_PX + x)
      return ((255 - pixels[i + channel]) * pixels[i + 3]) / 255
    }),
  )
  return Float32Array.from(channels.flatMap((channel) => [...channel]))
}

/** The area between the outermost opaque pixels of each row and column, so that line art counts as filled. */
function silhouette(pixels: Rgba): Float32Array {
  const opaque = (x: number, y: number) => pixels[4 * (y * SIZE_PX + x) + 3] > 127
  const span = (isOpaque: (i: number) => boolean): [number, number] => {
    let first = 0
    while (first < SIZE_PX && !isOpaque(first)) first++
    let last = SIZE_PX - 1
    while (last >= first && !isOpaque(last)) last--
    return [first, last]
  }
  const lines = Array.from({ length: SIZE_PX }, (_, i) => i)
  const rows = lines.map((y) => span((x) => opaque(x, y)))
  const columns = lines.map((x) => span((y) => opaque(x, y)))
  return blocks((x, y) => {
    const inRow = x >= rows[y][0] && x <= rows[y][1]
    const inColumn = y >= columns[x][0] && y <= columns[x][1]
    return inRow && inColumn ? 255 : 0
  })
}

type Signature = Record<ImageFeature, Float32Array>

/** Scaled to Euclidean length 1; an empty picture stays at zero. */
function unitVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

async function readSignature(file: string): Promise<Signature> {
  const image = sharp(file).resize(SIZE_PX, SIZE_PX, { fit: 'fill' }).toColourspace('srgb')
  const pixels = await image.ensureAlpha().raw().toBuffer()
  return {
    histogram: unitVector(histogram(pixels)),
    thumbnail: unitVector(thumbnail(pixels)),
    silhouette: unitVector(silhouette(pixels)),
  }
}

/** The images of one folder as vectors of length 1. Each is read once, however many baselines ask for it. */
export class ImageSignatures {
  readonly #folder: string
  readonly #read = new Map<string, Promise<Signature>>()

  /** @param folder where the paths of the images begin */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** One vector per image. */
  async of(files: Iterable<string>, feature: ImageFeature): Promise<Map<string, Float32Array>> {
    const wanted = [...new Set(files)]
    const vectors = new Map<string, Float32Array>()
    let next = 0
    const readNext = async () => {
      while (next < wanted.length) {
        const file = wanted[next++]
        const signature = this.#read.get(file) ?? readSignature(join(this.#folder, file))
        this.#read.set(file, signature)
        vectors.set(file, (await signature)[feature])
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, readNext))
    return vectors
  }
}

/** Cosine of two signatures: 0 to 1, as no value is negative. */
export function imageLikeness(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
