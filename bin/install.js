/**
 * Makes node_modules complete. Plain JavaScript that needs nothing installed, because it is the first thing that runs
 * after a clone, on any Node from version 20 on.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const lockFile = path.join(root, 'package-lock.json')
const modules = path.join(root, 'node_modules')
const stampFile = path.join(modules, '.grandstand-installed')

/** The Node 24 that runs our TypeScript; it comes as an npm package. */
export const node24 = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json says. */
export async function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (existsSync(node24) && stampOf() === wanted) return renewStamp()
  if (!existsSync(node24) || !installedAfterLock()) await npmCi()
  if (!existsSync(node24)) {
    throw new Error(
      'npm ci ended well, but node_modules/node has no program in it. Its install script was probably blocked: run ' +
        '`npm config get ignore-scripts` (it must be false), then `npm ci`, and start again.',
    )
  }
  writeFileSync(stampFile, wanted)
}

/** bin/grandstand goes by the time of the stamp: reading and hashing the lock file would take it longer than all the rest. */
function renewStamp() {
  if (statSync(stampFile).mtimeMs > statSync(lockFile).mtimeMs) return
  try {
    const now = new Date()
    utimesSync(stampFile, now, now)
  } catch {
    // a read-only installation
  }
}

function stampOf() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
}

/** Whether somebody ran npm by hand since package-lock.json was written; npm leaves this file as its last act. */
function installedAfterLock() {
  const hidden = path.join(modules, '.package-lock.json')
  return existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(lockFile).mtimeMs
}

function npmCi() {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  console.log('Installing packages with npm ci (about a minute the first time) …')
  const ticker = setInterval(() => console.log(`  still installing, ${seconds()} s`), 15_000)
  // npm tells where it is when it started us; otherwise it is on the path
  const npm = process.env.npm_execpath
  const viaNode = npm !== undefined && /\.c?js$/.test(npm)
  const command = viaNode ? process.execPath : 'npm'
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const child = spawn(command, viaNode ? [npm, ...words] : words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`npm could not be run (${error.message}). Is npm installed?`)),
    )
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`npm ci failed (exit ${code}):\n${output.trim()}\nMend that and start again.`))
    })
  }).finally(() => {
    clearInterval(ticker)
    console.log(`  ${seconds()} s`)
  })
}
