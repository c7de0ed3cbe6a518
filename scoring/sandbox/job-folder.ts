import {
  chmodSync,
  chownSync,
  constants,
  copyFile,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rm,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { neutralFolder } from './neutral-folder.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'

/** A folder of the host that one job is shown; nobody but this process and the sandbox's user can enter it. */
export interface JobFolder {
  /** Absolute path on the host, to be bound. */
  path: string
  /**
   * Puts a file into the folder, as a hard link where the sandbox may read the original, else as a copy, and gives
   * its path on the host.
   * @param name relative path inside the folder, for example `ref/truth.csv`
   */
  place(name: string, source: string): Promise<string>
  remove(): Promise<void>
}

/** Makes an empty job folder. Remove it when the job is done; what is left goes when the process exits. */
export function createJobFolder(host: SandboxHost = sandboxHost()): JobFolder {
  const path = mkdtempSync(join(neutralFolder(), 'job-'))
  if (host.user) chownSync(path, -1, host.user.gid)
  chmodSync(path, folderMode(host))
  return {
    path,
    place: (name, source) => placeFile(path, name, source, host),
    // node:fs/promises would take longer to load than a small job takes to be prepared
    remove: () => promisify(rm)(path, { recursive: true, force: true }),
  }
}

async function placeFile(folder: string, name: string, source: string, host: SandboxHost): Promise<string> {
  const steps = name.split('/')
  if (steps.some((step) => step === '' || step === '.' || step === '..')) {
    throw new RangeError(`The name of an input must be a plain relative path, not ${JSON.stringify(name)}`)
  }
  const target = join(folder, name)
  const made = mkdirSync(dirname(target), { recursive: true })
  if (made !== undefined) {
    for (let step = dirname(target); step !== folder; step = dirname(step)) admit(step, host)
  }
  // a hard link to a symbolic link would be a symbolic link
  const original = realpathSync(source)
  const readable = host.user === undefined || (statSync(original).mode & 0o004) !== 0
  if (readable && linked(original, target)) return target
  await promisify(copyFile)(original, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  if (host.user) chownSync(target, -1, host.user.gid)
  chmodSync(target, 0o440)
  return target
}

function linked(original: string, target: string): boolean {
  try {
    linkSync(original, target)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // another file system, no right to link, no more links to this file: a copy does as well
    if (code === 'EXDEV' || code === 'EPERM' || code === 'EACCES' || code === 'EMLINK') return false
    throw error
  }
}

function admit(folder: string, host: SandboxHost): void {
  if (host.user) chownSync(folder, -1, host.user.gid)
  chmodSync(folder, folderMode(host))
}

function folderMode(host: SandboxHost): number {
  return host.user ? 0o750 : 0o700
}
