/**
 * For developers: `npm run lock` writes package-lock.json after a change of dependencies. npm leaves out binaries of
 * other platforms that the registry at hand does not serve, and `npm ci` then fails everywhere; this adds them.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type LockFile, missingOptionals, platformEntry } from './lock-file.ts'
import { projectFolder } from './project.ts'

const file = path.join(projectFolder, 'package-lock.json')
const lock: LockFile = JSON.parse(await readFile(file, 'utf8'))
const missing = missingOptionals(lock)
for (const [name, version] of missing) lock.packages[`node_modules/${name}`] = platformEntry(name, version)
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json is complete; ${missing.length} binaries of other platforms were added.`)
