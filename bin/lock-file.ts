/** package-lock.json as far as optional binaries are concerned. */

export interface LockEntry {
  version?: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

export interface LockFile {
  packages: Record<string, LockEntry>
}

const SYSTEMS = ['darwin', 'linux', 'win32', 'android', 'freebsd']
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'wasm32']

/** Optional packages that the lock file asks for but does not list: `npm ci` refuses it then, on every machine. */
export function missingOptionals({ packages }: LockFile): [name: string, version: string][] {
  return Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).filter(
      ([name]) => !packages[`${where}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  )
}

/** The entry of a binary that belongs to another platform, which its name tells: `@next/swc-darwin-arm64`. */
export function platformEntry(name: string, version: string): LockEntry {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-')
  const system = SYSTEMS.find((word) => words.includes(word))
  const processor = PROCESSORS.find((word) => words.includes(word))
  if (!processor) throw new Error(`${name} does not tell its platform; add it to package-lock.json by hand`)
  const entry: LockEntry = { version, cpu: [processor], optional: true }
  if (system) entry.os = [system]
  if (system === 'linux') entry.libc = [words.at(-1) === 'musl' ? 'musl' : 'glibc']
  return entry
}
