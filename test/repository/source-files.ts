import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runTool } from '#bin/run-tool.ts'
import { projectFolder } from '../helpers/processes.ts'

/** The files of the project: what git has or would take, below the project's folder, with `/` between names. */
export async function projectFiles(): Promise<string[]> {
  const words = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const { stdout } = await runTool('git', words)
  return [...new Set(stdout.split('\0'))].filter((name) => name !== '').sort()
}

/** The text of a file of the project; undefined when it is gone from the disk or is no text. */
export async function textOf(name: string): Promise<string | undefined> {
  const bytes = await readFile(path.join(projectFolder, name)).catch(() => undefined)
  return bytes === undefined || bytes.includes(0) ? undefined : bytes.toString('utf8')
}

/** Whether it is code of ours. */
export function isSource(name: string): boolean {
  return /\.(ts|tsx|js|mjs|cjs|css)$/.test(name)
}
