import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isOfEndedProcess, processIdentity } from './process-identity.ts'
import { SandboxError } from './sandbox-error.ts'

const PREFIX = 'grandstand-sandbox'

let folder: string | undefined

/**
 * The temporary folder of this process for everything that sandboxes are shown. It lies where every user may pass,
 * since the sandbox runs as another user than root, and is removed when the process exits. Folders of processes
 * that were killed are removed by the next process that comes by.
 * @throws {SandboxError} when no temporary folder can be passed by every user.
 */
export function neutralFolder(): string {
  if (folder !== undefined) return folder
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find((path) => isPassable(path) && isWritable(path))
  if (parent === undefined) {
    throw new SandboxError(
      `The sandbox needs a temporary folder that every user may pass: set TMPDIR to one with mode 1777 (tried ${tmpdir()}, /tmp, /var/tmp)`,
    )
  }
  removeStale(parent)
  const made = mkdtempSync(join(parent, `${PREFIX}-${processIdentity()}-`))
  chmodSync(made, 0o711)
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}

/** Whether every user may pass through each folder on the way to `path` (the folder itself included). */
export function isPassable(path: string): boolean {
  for (let step = path; ; step = dirname(step)) {
    try {
      const info = statSync(step)
      if (info.isDirectory() && (info.mode & 0o001) === 0) return false
    } catch {
      return false
    }
    if (step === dirname(step)) return true
  }
}

function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${PREFIX}-`) || !isOfEndedProcess(name)) continue
    // of another user: not ours to remove
    if (statSync(join(parent, name), { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue
    rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
