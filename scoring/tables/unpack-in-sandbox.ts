import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { MAX_IMAGES } from '#datasets/image-archive.ts'
import type { ImageHeader } from '#datasets/image-header.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import { FRAME } from './frames.ts'
import { decodeImage, type UnpackedImage } from './image-frame.ts'
import { orderly } from './read-in-sandbox.ts'
import { parseFrame, runTablesProgram, type TablesOptions } from './run-tables-program.ts'

/**
 * Unpacks the images of a zip or tar into a folder. The archive is taken apart in a sandbox, where also the header of
 * each image is read; here a checked path and its bytes are written. Of a broken image an empty file is left.
 *
 * @param folder is made if need be, and empty
 * @returns by path below the folder: what the image's header says, or a sentence about what is wrong with it
 * @throws GrandstandError `file_rejected` when the archive cannot be read, or holds a path twice
 * @throws SandboxError on a fault of the platform
 */
export async function unpackImagesInSandbox(
  archive: string,
  folder: string,
  options: TablesOptions = {},
): Promise<Map<string, ImageHeader | string>> {
  await mkdir(folder, { recursive: true })
  const found = new Map<string, ImageHeader | string>()
  const request = { action: 'images', path: '/input/images' } as const
  for await (const frame of runTablesProgram(request, [{ name: 'images', path: archive }], options)) {
    if (frame.kind === FRAME.answer) {
      const { count } = parseFrame(frame, z.strictObject({ count: z.int() }))
      if (count !== found.size)
        throw new SandboxError(`There were ${found.size} images, ${count} were announced.`)
      return found
    }
    // the program inside counts as well, and is not believed
    if (found.size === MAX_IMAGES) throw new SandboxError(`There are more than ${MAX_IMAGES} images.`)
    const image = orderly(() => decodeImage(frame.payload))
    await writeImage(folder, image)
    found.set(image.path, image.header)
  }
  throw new SandboxError('There was no answer.')
}

async function writeImage(folder: string, { path, content }: UnpackedImage): Promise<void> {
  const target = join(folder, path)
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content, { flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR' && code !== 'ENAMETOOLONG') throw error
    const why = code === 'ENAMETOOLONG' ? 'has a name that is too long' : 'is there twice, or also a folder'
    const message = `The image ${JSON.stringify(path.slice(0, 200))} ${why}. Pack the images again.`
    throw new GrandstandError('file_rejected', message, { problems: [{ code: 'bad_archive', message }] })
  }
}
