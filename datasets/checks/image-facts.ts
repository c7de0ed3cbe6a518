import { type ImageHeader, readImageHeader } from '../image-header.ts'
import { HashedSample } from '../stats/hashed-sample.ts'
import { type Check, quoteSome, share } from './check.ts'

type ImageFormat = ImageHeader['format']

/** Sizes that are kept to tell the median. */
const MAX_SIZES = 20_000
/** A picture that needs more than this, decoded, stops many a training run. */
const LARGE_PIXELS = 50_000_000
const TINY_SIDE = 4

const NAMES: Record<ImageFormat, string> = { png: 'PNG', jpeg: 'JPEG', webp: 'WebP' }
const ENDINGS: Record<ImageFormat, RegExp> = { png: /\.png$/i, jpeg: /\.jpe?g$/i, webp: /\.webp$/i }

/** Whether the file ends as its format wants; false when bytes are missing. */
function isComplete(format: ImageFormat, content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (format === 'png') return bytes.subarray(-16).includes('IEND', 0, 'latin1')
  if (format === 'webp') return bytes.length >= 8 && bytes.length >= bytes.readUInt32LE(4) + 8
  // cameras and archives may add bytes after the end of a picture
  return bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0
}

class Paths {
  count = 0
  readonly some: string[] = []

  add(path: string): void {
    if (this.count++ < 5) this.some.push(path)
  }
}

/** Looks at the header of every image as it is packed: broken and truncated files, sizes, formats, wrong endings. */
export class ImageFacts {
  readonly #broken = new Paths()
  readonly #truncated = new Paths()
  readonly #misnamed = new Paths()
  readonly #large = new Paths()
  readonly #tiny = new Paths()
  readonly #formats = new Map<ImageFormat, number>()
  readonly #sides = new HashedSample<number>(MAX_SIZES)
  #smallest: [number, number] | undefined
  #largest: [number, number] | undefined
  #count = 0

  /** @param known what its header says, or what is wrong with it, when that was found out before */
  observe(path: string, content: Uint8Array, known?: ImageHeader | string): void {
    const ordinal = this.#count++
    const header = known ?? readImageHeader(content)
    if (typeof header === 'string') {
      this.#broken.add(`${path}: ${header}`)
      return
    }
    const { format, width, height } = header
    this.#formats.set(format, (this.#formats.get(format) ?? 0) + 1)
    this.#sides.offer(ordinal, () => Math.max(width, height))
    if (!isComplete(format, content)) this.#truncated.add(path)
    if (!ENDINGS[format].test(path)) this.#misnamed.add(path)
    if (width * height > LARGE_PIXELS) this.#large.add(path)
    if (Math.max(width, height) <= TINY_SIDE) this.#tiny.add(path)
    const pixels = ([w, h]: [number, number]) => w * h
    if (!this.#smallest || width * height < pixels(this.#smallest)) this.#smallest = [width, height]
    if (!this.#largest || width * height > pixels(this.#largest)) this.#largest = [width, height]
  }

  checks(): Check[] {
    const found: Check[] = []
    const say = (code: Check['code'], severity: Check['severity'], paths: Paths, what: string) => {
      if (paths.count === 0) return
      const message = `${share(paths.count, this.#count)} images ${what}, such as ${quoteSome(paths.some)}.`
      found.push({ code, severity, table: 'images', message, examples: paths.some })
    }
    say('broken_image', 'error', this.#broken, 'cannot be used as a PNG, JPEG or WebP')
    say('truncated_image', 'warning', this.#truncated, 'end before their end')
    say('image_format', 'info', this.#misnamed, 'have the ending of another format')
    say('image_sizes', 'warning', this.#large, 'have more than 50 million pixels')
    say(
      'image_sizes',
      'warning',
      this.#tiny,
      `are at most ${TINY_SIDE} pixels wide and high, as placeholders are`,
    )
    if (this.#smallest && this.#largest) found.push(this.#spread(this.#smallest, this.#largest))
    return found
  }

  #spread([w, h]: [number, number], [maxW, maxH]: [number, number]): Check {
    const sides = this.#sides.items.map((item) => item.value).sort((a, b) => a - b)
    const formats = [...this.#formats].sort(([a], [b]) => (a < b ? -1 : 1))
    const kinds = formats.map(([format, count]) => `${count} ${NAMES[format]}`).join(', ')
    const middle = sides[Math.floor(sides.length / 2)]
    const message = `${kinds}; from ${w} x ${h} to ${maxW} x ${maxH} pixels, the longer side in the middle ${middle}.`
    return { code: 'image_sizes', severity: 'info', table: 'images', message }
  }
}
