/** Programs of other languages that tests run what we generate with, installed from Debian where they are missing. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ensureProgram } from '#bin/debian-package.ts'
import { runTool } from '#bin/run-tool.ts'

const run = promisify(execFile)

/** Debian's Python, whose packages Debian's apt installs. */
export const PYTHON = '/usr/bin/python3'

/** Makes sure that Debian's Python has pandas and scikit-learn. */
export async function ensureScikitLearn(): Promise<void> {
  await ensureProgram(['python3'], 'python3', 'Running the Python starters')
  const there = () => run(PYTHON, ['-c', 'import pandas, sklearn'])
  await there().catch(async () => {
    const quiet = { variables: { DEBIAN_FRONTEND: 'noninteractive' } }
    const packages = ['python3-pandas', 'python3-sklearn']
    await runTool('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
    await there()
  })
}

/** R's program for scripts. */
export function ensureR(): Promise<string> {
  return ensureProgram(['Rscript'], 'r-base-core', 'Running the R starter')
}

/** Runs a program to its end in a folder; a failure shows what it printed. */
export async function runIn(folder: string, program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { cwd: folder, maxBuffer: 1 << 24 })
  return stdout
}
