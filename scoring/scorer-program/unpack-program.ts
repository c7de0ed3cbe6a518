import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import yauzl from 'yauzl'
import { GrandstandError } from '#core/errors.ts'
import { MANIFEST_FILE } from './scorer-manifest.ts'

const MIB = 1024 * 1024
/** Bytes of all files together, as they are on disk; the same as `checkProgram` allows. */
const MAX_TOTAL_BYTES = 256 * MIB
const MAX_FILES = 10_000
/** Of everything that an archive lists: folders and what is passed over too. */
const MAX_ENTRIES = 100_000
/** Headers and padding of a tar, and what is passed over in it. */
const MAX_HEADER_BYTES = 64 * MIB
const MAX_NAME_BYTES = 1024
/** Of one step of a path: what Linux file systems take. */
const MAX_STEP_BYTES = 255
const MAX_DEPTH = 16
/** Left out, as in a folder on disk: hidden files, caches, and what macOS adds to zips. */
const LEFT_OUT = /^(\..*|__pycache__|__MACOSX)$/

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)

/** What the limits are counted on while an archive is unpacked. */
interface Unpacking {
  folder: string
  names: Set<string>
  folders: Set<string>
  entries: number
  sizeBytes: number
}

/**
 * Unpacks an organiser's program, a zip or a tar.gz, into an empty folder. Nothing leaves the folder: links, special
 * files, absolute names and names with `..` are refused, and so is what exceeds 10,000 files or 256 MiB, whatever sizes
 * the archive declares.
 *
 * @returns the folder with `scorer.yaml`: `folder`, or the only folder in it when the archive wraps the program in one
 * @throws {GrandstandError} `file_rejected` saying what is wrong with the archive
 * @throws Error when this machine fails: a full disk, a folder that cannot be written
 */
export async function unpackProgram(archive: string, folder: string): Promise<string> {
  const unpacking: Unpacking = { folder, names: new Set(), folders: new Set(), entries: 0, sizeBytes: 0 }
  const start = await firstBytes(archive)
  try {
    if (start.startsWith('504b0304') || start.startsWith('504b0506')) await unpackZip(archive, unpacking)
    else if (start.startsWith('1f8b')) await unpackTar(archive, unpacking)
    else
      throw refused(
        'not_an_archive',
        'The file is neither a zip nor a tar.gz. Pack the program’s folder as one.',
      )
  } catch (error) {
    // what a system call complains of is this machine's affair, and no fault of the archive
    const { message, syscall } = error as NodeJS.ErrnoException
    if (error instanceof GrandstandError || syscall !== undefined) throw error
    throw refused('archive_damaged', `The archive cannot be unpacked: ${message}.`)
  }
  if (unpacking.names.size === 0) throw refused('archive_empty', 'The archive has no files.')
  return programFolder(folder)
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('hex', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function unpackZip(path: string, unpacking: Unpacking): Promise<void> {
  const zip = await openZip(path, { lazyEntries: true, validateEntrySizes: true })
  const openEntry = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip))
  try {
    for await (const entry of zip.eachEntry()) {
      countEntry(unpacking)
      // of a zip made on Unix the upper half holds the file's mode
      const kind = (entry.externalFileAttributes >>> 28) & 0xf
      const plain = kind === 0 || kind === 0x8 || kind === 0x4
      if (!plain) throw notPlain(entry.fileName)
      if (entry.fileName.endsWith('/')) continue
      await unpackFile(entry.fileName, () => openEntry(entry), unpacking)
    }
  } finally {
    zip.close()
  }
}

async function unpackTar(path: string, unpacking: Unpacking): Promise<void> {
  const entries = extract()
  const bounded = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let sizeBytes = 0
    for await (const chunk of source) {
      sizeBytes += chunk.length
      if (sizeBytes > MAX_TOTAL_BYTES + MAX_HEADER_BYTES) throw tooLarge()
      yield chunk
    }
  }
  const done = pipeline(createReadStream(path), createGunzip(), bounded, entries)
  // a refusal below ends the pipeline, which then has nothing of its own to say
  done.catch(() => {})
  for await (const entry of entries) {
    countEntry(unpacking)
    const { name, type } = entry.header
    if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') throw notPlain(name)
    if (type !== 'directory')
      await unpackFile(name, async () => entry as AsyncIterable<Uint8Array>, unpacking)
    entry.resume()
  }
  await done
}

function countEntry(unpacking: Unpacking): void {
  if (++unpacking.entries > MAX_ENTRIES)
    throw refused('too_many_files', `The archive lists more than ${MAX_ENTRIES} files and folders.`)
}

async function unpackFile(
  name: string,
  content: () => Promise<AsyncIterable<Uint8Array>>,
  unpacking: Unpacking,
): Promise<void> {
  const steps = name.replace(/^(\.\/)+/, '').split('/')
  if (steps.some((step) => LEFT_OUT.test(step) && step !== '.' && step !== '..')) return
  const odd = steps.some(
    (step) =>
      step === '' ||
      step === '.' ||
      step === '..' ||
      /[\p{Cc}\\\uFFFD]/u.test(step) ||
      Buffer.byteLength(step) > MAX_STEP_BYTES,
  )
  if (odd || steps.length > MAX_DEPTH || Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw refused(
      'bad_name',
      `The name ${show(name)} is not allowed: plain names below the program’s folder only.`,
    )
  }
  const target = join(unpacking.folder, claimName(steps, unpacking))
  await mkdir(dirname(target), { recursive: true })
  const limited = Readable.from(counted(await content(), unpacking))
  // readable by all, so that a sandbox can be given a hard link; the folder around keeps others out
  await pipeline(limited, createWriteStream(target, { flags: 'wx', mode: 0o644 }))
}

/** The path of a file that no other file or folder of the archive has. */
function claimName(steps: readonly string[], { names, folders }: Unpacking): string {
  const plain = steps.join('/')
  const above = steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'))
  if (names.has(plain)) throw refused('name_twice', `${show(plain)} is in the archive twice.`)
  const both = folders.has(plain) ? plain : above.find((folder) => names.has(folder))
  if (both !== undefined)
    throw refused('name_twice', `${show(both)} is in the archive as a file and as a folder.`)
  names.add(plain)
  for (const folder of above) folders.add(folder)
  if (names.size > MAX_FILES) throw refused('too_many_files', `There are more than ${MAX_FILES} files.`)
  return plain
}

async function* counted(source: AsyncIterable<Uint8Array>, unpacking: Unpacking): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    unpacking.sizeBytes += chunk.length
    if (unpacking.sizeBytes > MAX_TOTAL_BYTES) throw tooLarge()
    yield chunk
  }
}

/** Many tools pack the folder itself and not what is in it. */
async function programFolder(folder: string): Promise<string> {
  if (await isFile(join(folder, MANIFEST_FILE))) return folder
  const [only, ...others] = await readdir(folder)
  const inner = join(folder, only)
  return others.length === 0 && (await isFile(join(inner, MANIFEST_FILE))) ? inner : folder
}

async function isFile(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null)
  return info?.isFile() ?? false
}

function tooLarge(): GrandstandError {
  return refused('program_too_large', `The program has more than ${MAX_TOTAL_BYTES / MIB} MiB unpacked.`)
}

function notPlain(name: string): GrandstandError {
  return refused('not_a_plain_file', `${show(name)} is a link or a special file; pack plain files only.`)
}

function show(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name)
}

function refused(code: string, message: string): GrandstandError {
  return new GrandstandError('file_rejected', message, { problems: [{ code, message }] })
}
