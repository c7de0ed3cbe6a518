import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { runTool } from './run-tool.ts'

/** The first of these programs that is on the path, as an absolute path. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  for (const name of names) {
    for (const folder of [...folders, '/usr/bin', '/usr/sbin']) {
      const file = path.join(folder, name)
      const there = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (there) return file
    }
  }
  return undefined
}

/**
 * Finds a program, installing the Debian package that brings it when it is missing and we may.
 *
 * @throws Error with the command to run when we may not.
 */
export async function ensureProgram(
  names: readonly string[],
  debianPackage: string,
  what: string,
): Promise<string> {
  const found = await findProgram(names)
  if (found) return found
  const command = `apt-get install -y --no-install-recommends ${debianPackage}`
  const mayInstall = process.getuid?.() === 0 && (await findProgram(['apt-get'])) !== undefined
  if (!mayInstall) {
    throw new Error(
      `${what} needs ${names.join(' or ')}, which is not on this machine. Install it: sudo ${command}`,
    )
  }
  const words = command.split(' ')
  const quiet = { variables: { DEBIAN_FRONTEND: 'noninteractive' } }
  const install = () => runTool(words[0], words.slice(1), quiet)
  // a fresh machine has no package lists yet; one with lists is spared the minute it takes to fetch them
  await install().catch(async () => {
    await runTool('apt-get', ['update'], quiet)
    await install()
  })
  const now = await findProgram(names)
  if (!now)
    throw new Error(`\`${command}\` ended well, but there is still no ${names.join(' or ')} on the path.`)
  return now
}
