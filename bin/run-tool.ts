import { type ChildProcess, spawn } from 'node:child_process'
import { projectFolder } from './project.ts'

const running = new Set<ChildProcess>()

/** Ends all programs that run at the moment; their runTool calls then throw. */
export function endTools(): void {
  for (const child of running) child.kill('SIGTERM')
}

export interface ToolOptions {
  /** Added to this process's variables. */
  variables?: Record<string, string>
  /** Working folder; default: the project's. */
  folder?: string
  /** Gets the newest line of output, for showing progress. */
  onLine?: (line: string) => void
}

/**
 * Runs a program to its end, its output kept back.
 *
 * @returns what it wrote.
 * @throws Error with everything it wrote when it fails.
 */
export async function runTool(
  command: string,
  args: string[],
  { variables = {}, folder = projectFolder, onLine = () => {} }: ToolOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const written = { stdout: '', stderr: '' }
  let all = ''
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      all += text
      const line = text.trim().split('\n').at(-1)
      if (line) onLine(line.trim())
    })
  }
  const code = await ending(child)
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` failed (${code}):\n${all.trim()}`)
  return written
}

/** Runs a program to its end in this terminal and returns its exit code, or the signal that ended it. */
export async function runLoud(
  command: string,
  args: string[],
  variables: Record<string, string> = {},
): Promise<number | string> {
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  running.add(child)
  return ending(child)
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise<number | string>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  }).finally(() => running.delete(child))
}
