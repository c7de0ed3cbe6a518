import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CgroupParent, findCgroupParent } from './cgroup.ts'
import { neutralFolder } from './neutral-folder.ts'
import { SandboxError } from './sandbox-error.ts'

/** What this machine offers to sandboxes; found once per process. */
export interface SandboxHost {
  /** Path of the bubblewrap executable. */
  bwrap: string
  /** The user that sandboxes run as when this process is root, else undefined: they run as this process's user. */
  user?: { uid: number; gid: number }
  /** Where cgroups for jobs can be made, or null: then the watchdog counts by itself. */
  cgroup: CgroupParent | null
  /** Folder with the static files that stand for /proc inside. */
  procFolder: string
}

let host: SandboxHost | undefined

/**
 * The host as the environment sets it: `GRANDSTAND_SANDBOX_UID` (default 65534, only used by root),
 * `GRANDSTAND_SANDBOX_CGROUP` (`off`, or the path of a cgroup v2 folder delegated to the worker; default: found).
 * @throws {SandboxError} when bubblewrap is missing or a setting is wrong.
 */
export function sandboxHost(): SandboxHost {
  host ??= {
    bwrap: findBwrap(),
    user: sandboxUser(),
    cgroup: findCgroupParent(process.env.GRANDSTAND_SANDBOX_CGROUP),
    procFolder: writeProcFolder(),
  }
  return host
}

function findBwrap(): string {
  for (const path of ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']) {
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // try the next one
    }
  }
  throw new SandboxError(
    'bubblewrap is not installed: run "apt-get install bubblewrap" (or "dnf install bubblewrap")',
  )
}

function sandboxUser(): SandboxHost['user'] {
  if (process.getuid?.() !== 0) return undefined
  const text = process.env.GRANDSTAND_SANDBOX_UID ?? '65534'
  const uid = Number(text)
  if (!/^\d+$/.test(text) || uid === 0 || uid > 0x7fffffff) {
    throw new SandboxError(
      `GRANDSTAND_SANDBOX_UID is "${text}"; it must be the number of a user other than root`,
    )
  }
  return { uid, gid: uid }
}

/** Enough of /proc for Node, Python, numpy and DuckDB; nothing in it comes from the host. */
const PROC_FILES = {
  cpuinfo: 'processor\t: 0\nmodel name\t: sandbox\ncpu MHz\t\t: 1000.000\ncpu cores\t: 1\n\n',
  meminfo: 'MemTotal:        4194304 kB\nMemFree:         4194304 kB\nMemAvailable:    4194304 kB\n',
  stat: 'cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\nbtime 0\n',
  uptime: '1.00 1.00\n',
  'self/cgroup': '0::/\n',
  // process.memoryUsage() reads the resident pages here and throws when it cannot
  'self/stat': `2 (program) R 1${' 0'.repeat(48)}\n`,
}

function writeProcFolder(): string {
  const folder = join(neutralFolder(), 'proc')
  mkdirSync(join(folder, 'self'), { recursive: true, mode: 0o755 })
  for (const [name, text] of Object.entries(PROC_FILES))
    writeFileSync(join(folder, name), text, { mode: 0o444 })
  return folder
}
