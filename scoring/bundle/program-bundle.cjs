/**
 * Programs in one file: the modules of an entry joined by esbuild, with the code that V8 made of them in a rehearsal. They
 * start several times as fast as their sources, and stay the same programs: a bundle is made anew when a source has changed.
 *
 * Plain JavaScript without imports of ours, because the command line's launcher runs it first of all, and so does a sandbox:
 * `node program-bundle.cjs FILE …` runs the `main` of a bundle.
 */
const {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs')
const { basename, join } = require('node:path')
const { Script } = require('node:vm')

const root = join(__dirname, '..', '..')
const cacheFolder = join(root, 'node_modules', '.cache', 'grandstand')

/** Most heads are shorter. */
const HEAD_BYTES = 64 * 1024

/** Written into each bundle: one of another Node, or of another form, is made anew. */
const MAKE = `2 ${process.version} ${process.arch}`

/**
 * @typedef {{
 *   make: string,
 *   sourceBytes: number,
 *   inputs: (readonly [path: string, size: number, modifiedMs: number, changedMs: number])[],
 * }} Head what stands in a bundle's first line; `inputs` are the files it was made of, relative to the project
 */

/**
 * Modules of Node that take some milliseconds to load and that few runs need: they are loaded when they are first used.
 */
const LATE = new Set(['node:stream', 'node:v8', 'node:zlib'])

/**
 * The bytes of the bundle of an entry, made now where there is none or where one of its sources has changed.
 *
 * Others must not be able to put code here that we run: a bundle counts only if it and its folder belong to us, to root or
 * to the owner of the sources, and nobody else can write to them. Where no such folder can be had (an installation that
 * is not ours), the bundle is made for this process alone.
 *
 * @param {string} entry path of the entry in the project, for example `scoring/judge-program.ts`
 * @param {readonly string[]} [flags] options of V8 that the program is started with: V8 takes no code made under others
 * @returns {Buffer}
 * @throws Error when esbuild fails
 */
function freshBundle(entry, flags = []) {
  const file = bundleFile(entry, flags)
  const found = trusted(cacheFolder) && readFresh(file)
  if (found) return found
  if (canKeep()) {
    makeBundle(entry, flags, file)
    return readFileSync(file)
  }
  const folder = mkdtempSync(join(require('node:os').tmpdir(), 'grandstand-bundle-'))
  try {
    makeBundle(entry, flags, join(folder, 'program.bundle'))
    return readFileSync(join(folder, 'program.bundle'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Puts the bundle of an entry where a sandbox's user can read it: as a hard link where that can be, else as a copy.
 *
 * @param {string} entry as for `freshBundle`
 * @param {readonly string[]} flags as for `freshBundle`
 * @param {string} target a path that does not exist, in a folder of ours
 * @throws Error when esbuild fails
 */
function placeBundle(entry, flags, target) {
  if (trusted(cacheFolder) && linkFresh(bundleFile(entry, flags), target)) return
  rmSync(target, { force: true })
  writeFileSync(target, freshBundle(entry, flags))
  chmodSync(target, 0o644)
}

/**
 * @param {string} entry
 * @param {readonly string[]} flags
 */
function bundleFile(entry, flags) {
  return join(cacheFolder, `${basename(entry, '.ts')}${flags.join('')}.bundle`)
}

/**
 * @param {string} entry
 * @param {readonly string[]} flags
 * @param {string} file
 */
function makeBundle(entry, flags, file) {
  const maker = join(__dirname, 'make-bundle.ts')
  const words = [...flags, '--disable-warning=ExperimentalWarning', maker, entry, file]
  // what a rehearsal prints goes nowhere
  const { status, stderr } = require('node:child_process').spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`${entry} could not be made into one file:\n${stderr}`.trimEnd())
}

/** Whether bundles can be kept in the cache folder, which is made if need be. */
function canKeep() {
  try {
    mkdirSync(cacheFolder, { recursive: true, mode: 0o755 })
    // a umask of 002 lets the group write
    if (statSync(cacheFolder).uid === process.geteuid?.()) chmodSync(cacheFolder, 0o755)
    accessSync(cacheFolder, constants.W_OK)
    return trusted(cacheFolder)
  } catch {
    return false // a read-only installation, or one that is not ours
  }
}

/**
 * @param {string} file
 * @returns {Buffer | null}
 */
function readFresh(file) {
  let descriptor
  try {
    descriptor = openSync(file, 'r')
    if (!isOurs(fstatSync(descriptor))) return null
    const bytes = readFileSync(descriptor)
    return isFresh(takeApart(bytes).head) ? bytes : null
  } catch {
    return null // there is none, or it is damaged
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/**
 * Links a bundle if it is fresh: what was looked at is what is linked.
 * @param {string} file
 * @param {string} target
 */
function linkFresh(file, target) {
  let descriptor
  try {
    descriptor = openSync(file, 'r')
    const info = fstatSync(descriptor)
    if (!isOurs(info) || (info.mode & 0o444) !== 0o444) return false
    const start = Buffer.alloc(HEAD_BYTES)
    const head = headOf(start.subarray(0, readSync(descriptor, start)))
    if (!isFresh(head)) return false
    linkSync(file, target)
    return statSync(target).ino === info.ino
  } catch {
    return false // there is none, it is longer, or links cannot lead there
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** @param {string} path */
function trusted(path) {
  const info = statSync(path, { throwIfNoEntry: false })
  return info?.isDirectory() === true && isOurs(info)
}

/** @param {import('node:fs').Stats} info */
function isOurs({ uid, mode }) {
  const isOwn = uid === 0 || uid === process.geteuid?.() || uid === statSync(__filename).uid
  return isOwn && (mode & 0o022) === 0
}

/** @param {Head} head */
function isFresh({ make, inputs }) {
  return make === MAKE && inputs.every(([path, ...print]) => String(print) === String(fingerprint(path)))
}

/**
 * Tells a file from its earlier and later states. The time of change is set by the kernel alone.
 * @param {string} path relative to the project
 */
function fingerprint(path) {
  const { size, mtimeMs, ctimeMs } = statSync(`${root}/${path}`)
  return /** @type {const} */ ([size, mtimeMs, ctimeMs])
}

/**
 * @param {Buffer} bytes
 * @returns {Head}
 */
function headOf(bytes) {
  return JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(10)))
}

/**
 * @param {Buffer} bytes
 * @returns {{ head: Head, source: string, code: Buffer }}
 */
function takeApart(bytes) {
  const end = bytes.indexOf(10)
  const head = headOf(bytes)
  const codeAt = end + 1 + head.sourceBytes
  return { head, source: bytes.toString('latin1', end + 1, codeAt), code: bytes.subarray(codeAt) }
}

/**
 * @param {readonly string[]} inputs paths relative to the project
 * @param {number} begunMs when they were read; one that has changed since makes the bundle stale
 * @param {string} source in ASCII
 * @param {Uint8Array} code what V8 made of it
 */
function putTogether(inputs, begunMs, source, code) {
  /** @type {(path: string) => Head['inputs'][number]} */
  const input = (path) => {
    const print = fingerprint(path)
    return print[2] < begunMs ? [path, ...print] : [path, 0, 0, 0]
  }
  /** @type {Head} */
  const head = { make: MAKE, sourceBytes: source.length, inputs: inputs.map(input) }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n${source}`, 'latin1'), code])
}

/**
 * @param {string} source a CommonJS module, in its function of `module`, `exports` and `require`
 * @param {Buffer} [code]
 */
function compile(source, code) {
  return new Script(source, { filename: 'program.js', cachedData: code })
}

/**
 * @param {Script} script
 * @returns {Record<string, (...words: never[]) => Promise<unknown>>} what the program exports
 */
function start(script) {
  const module = { exports: {} }
  script.runInThisContext()(module, module.exports, requireInBundle)
  return module.exports
}

/**
 * What stands for `require` in a bundle.
 * @param {string} name
 */
function requireInBundle(name) {
  if (name === OWN_NAME) return module.exports
  return LATE.has(name) ? new Proxy({}, { get: (_, key) => require(name)[key] }) : require(name)
}

/**
 * Loads a bundle.
 * @param {Buffer} bytes are gone afterwards
 * @returns what its entry exports
 */
function loadBundle(bytes) {
  const { source, code } = takeApart(bytes)
  const script = compile(source, code)
  // a program that waits would hold them until a collection that may never come; few bytes share their memory with others
  const { buffer } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0)
  return start(script)
}

/** Path of this file, to be shown to a sandbox. */
const bundleLoader = __filename

/** How modules import this file; a copy of it in a bundle would not know where it lies. */
const OWN_NAME = '#scoring/bundle/program-bundle.cjs'

module.exports = { OWN_NAME, bundleLoader, compile, freshBundle, loadBundle, placeBundle, putTogether, start }

if (require.main === module) void loadBundle(readFileSync(process.argv[2])).main()
