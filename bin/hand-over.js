/** Installs what is missing and hands over to a TypeScript program run by Node 24. Plain JavaScript, see install.js. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureInstalled, node24 } from './install.js'

const root = path.join(import.meta.dirname, '..')

/**
 * Runs `bin/<script>` in this process's terminal, and ends as it ends.
 *
 * @param {string} script for example `start.ts`
 * @param {string[]} words its arguments
 * @param {string} [cwd] its working folder; default: the project's
 */
export async function handOver(script, words, cwd = root) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    return fail(`Grandstand needs Node 20 or newer to start; this is ${process.version}.`)
  }
  try {
    await ensureInstalled()
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
  const guard = path.join(import.meta.dirname, 'end-with-parent.ts')
  // what libraries will have to change one day is nothing a person at this terminal can act on
  const quiet = ['--disable-warning=DeprecationWarning', '--disable-warning=ExperimentalWarning']
  const args = [...quiet, '--import', guard, path.join(import.meta.dirname, script), ...words]
  const env = { ...process.env, GRANDSTAND_PARENT: String(process.pid) }
  const child = spawn(node24, args, { cwd, env, stdio: 'inherit' })
  // whoever asks us to end asks the program; we wait for it, so that npm and the shell see one end
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  child.once('error', (error) => fail(`Could not run ${node24}: ${error.message}`))
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exitCode = 1
}
