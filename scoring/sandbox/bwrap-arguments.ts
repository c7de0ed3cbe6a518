import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import type { Bind, ResolvedLimits } from './sandbox-job.ts'

const MIB = 1024 * 1024

/** Descriptors of bwrap by purpose; 0 to 2 are the standard streams. */
export const DESCRIPTORS = { result: 3, options: 4, seccomp: 5, status: 6, block: 7 } as const

/** Writable places inside: memory file systems of a fixed size in bytes. */
export function writablePlaces(limits: ResolvedLimits): readonly { path: string; sizeBytes: number }[] {
  return [
    { path: '/tmp', sizeBytes: 64 * MIB },
    { path: '/dev/shm', sizeBytes: 16 * MIB },
    { path: '/output', sizeBytes: Math.max(8 * MIB, MIB * Math.ceil((2 * limits.outputBytes) / MIB)) },
  ]
}

/** What goes into bwrap's option stream. */
export interface BwrapOptions {
  limits: ResolvedLimits
  binds: readonly Bind[]
  env: Readonly<Record<string, string>>
  /** Folder on the host with the static files that stand for /proc. */
  procFolder: string
  /** Whether bwrap waits on the block descriptor before it starts the program. */
  block: boolean
  command: readonly string[]
}

/**
 * The options of bwrap, NUL-separated as `--args FD` reads them, so that no host path stands on a command line that
 * the program could read. Order matters to bwrap: `/` is made read-only last.
 */
export function bwrapOptions(options: BwrapOptions): Uint8Array {
  const words = [
    ...['--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
    ...['--unshare-cgroup-try', '--uid', '1000', '--gid', '1000', '--hostname', 'sandbox'],
    ...['--new-session', '--die-with-parent', '--cap-drop', 'ALL', '--clearenv'],
    ...Object.entries({ ...FIXED_ENVIRONMENT, ...options.env }).flatMap(([name, value]) => [
      '--setenv',
      name,
      value,
    ]),
    ...systemFolders(),
    ...['--dir', '/dev', ...DEVICES.flatMap((device) => ['--dev-bind', device, device])],
    ...writablePlaces(options.limits).flatMap(({ path, sizeBytes }) => [
      '--size',
      `${sizeBytes}`,
      '--tmpfs',
      path,
    ]),
    ...['--ro-bind', options.procFolder, '/proc'],
    ...options.binds.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    ...['--remount-ro', '/', '--chdir', '/tmp'],
    ...['--seccomp', `${DESCRIPTORS.seccomp}`, '--json-status-fd', `${DESCRIPTORS.status}`],
    ...(options.block ? ['--block-fd', `${DESCRIPTORS.block}`] : []),
  ]
  const bad = [...words, ...options.command].find((word) => word.includes('\0'))
  if (bad !== undefined) throw new RangeError(`A NUL character in ${JSON.stringify(bad)}`)
  return new TextEncoder().encode(words.map((word) => `${word}\0`).join(''))
}

/**
 * The command line of bwrap: only descriptors and paths inside. bwrap closes a descriptor once it has read options
 * from it, so those that were inherited (and lead to /dev/null by now) are given as empty option streams.
 */
export function bwrapCommandLine(inherited: readonly number[], command: readonly string[]): string[] {
  const streams = [...inherited, DESCRIPTORS.options].flatMap((descriptor) => ['--args', `${descriptor}`])
  return [...streams, '--', ...command]
}

const DEVICES = ['/dev/null', '/dev/zero', '/dev/full', '/dev/random', '/dev/urandom']

// one thread each: a program is judged by its processor time, and results must not depend on the number of cores
const FIXED_ENVIRONMENT = {
  PATH: '/usr/bin:/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
}

let folders: string[] | undefined

/** The system's programs and libraries, without its configuration: only what the linker needs of /etc. */
function systemFolders(): string[] {
  folders ??= [
    ...['--ro-bind', '/usr', '/usr'],
    ...['/bin', '/sbin', '/lib', '/lib64', '/lib32', '/libx32'].flatMap((path) => {
      if (!existsSync(path)) return []
      return lstatSync(path).isSymbolicLink()
        ? ['--symlink', readlinkSync(path), path]
        : ['--ro-bind', path, path]
    }),
    // Debian's libblas.so.3 and others are links through /etc/alternatives
    ...['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) =>
      existsSync(path) ? ['--ro-bind', path, path] : [],
    ),
  ]
  return folders
}
