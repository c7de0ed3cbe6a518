import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { isPassable, neutralFolder } from './neutral-folder.ts'
import type { Bind } from './sandbox-job.ts'
import { StrippedSources } from './stripped-sources.ts'

/** What of a repository a program inside needs. */
export interface RuntimeParts {
  /** Absolute path of the repository. */
  root: string
  /** Folders below it, for example `['core', 'scoring']`. */
  folders: readonly string[]
  /** npm packages, with every package that they need in turn. */
  packages: readonly string[]
}

/** Binds that show a Node runtime and a program inside. */
export interface StagedRuntime {
  binds: readonly Bind[]
  /** Path of Node inside. */
  node: string
  /** Path of the repository inside; `scoring/x.ts` is there as `scoring/x.js`. */
  program: string
}

const staged = new Map<string, StagedRuntime>()

/**
 * Prepares Node and a part of a repository where the sandbox's user can reach them (the checkout may lie below a
 * private home folder), once per process. TypeScript is stripped of its types on the way, which saves each job
 * 45 ms and 17 MB: files end in `.js` inside, and so do the imports that name them with `.ts`.
 */
export function stageRuntime(parts: RuntimeParts): StagedRuntime {
  const key = JSON.stringify(parts)
  const known = staged.get(key)
  if (known) return known
  const program = join(neutralFolder(), `program-${staged.size}`)
  mkdirSync(program, { mode: 0o755 })
  const { imports } = JSON.parse(readFileSync(join(parts.root, 'package.json'), 'utf8'))
  writeFileSync(join(program, 'package.json'), JSON.stringify({ type: 'module', imports }), { mode: 0o644 })
  const sources = new StrippedSources(parts.root, toJavaScript)
  for (const folder of parts.folders) stageFolder(join(parts.root, folder), join(program, folder), sources)
  sources.save()
  for (const name of parts.packages) {
    const target = join(program, 'node_modules', name)
    stageFolder(realpathSync(join(parts.root, 'node_modules', name)), target, null)
  }
  const runtime: StagedRuntime = {
    binds: [
      { source: stageNode(), target: '/runtime/node' },
      { source: program, target: '/program' },
    ],
    node: '/runtime/node',
    program: '/program',
  }
  staged.set(key, runtime)
  return runtime
}

/** The path of this process's Node where every user can reach it: itself if possible, else a link or a copy. */
export function stageNode(): string {
  const own = realpathSync(process.execPath)
  if (isPassable(own)) return own
  const target = join(neutralFolder(), 'node')
  if (existsSync(target)) return target
  try {
    linkSync(own, target)
  } catch {
    copyFileSync(own, target, constants.COPYFILE_FICLONE)
  }
  return target
}

/** Copies a folder with modes that let every user read it, whatever the originals' are. */
function stageFolder(source: string, target: string, sources: StrippedSources | null): void {
  mkdirSync(target, { recursive: true, mode: 0o755 })
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name)
    const to = join(target, entry.name)
    if (entry.isDirectory()) stageFolder(from, to, sources)
    else if (sources && /(?<!\.d)\.ts$/.test(entry.name)) {
      writeFileSync(to.replace(/\.ts$/, '.js'), sources.get(readFileSync(from, 'utf8')), { mode: 0o644 })
    } else if (entry.isFile()) writeFileSync(to, readFileSync(from), { mode: 0o644 })
  }
}

/** Strips the types and lets relative and `#` imports name the stripped files. */
export function toJavaScript(source: string): string {
  return stripTypeScriptTypes(source).replace(
    /((?:\bfrom|\bimport)\s*\(?\s*)(['"])((?:\.{1,2}\/|#)[^'"\n]+)\.ts\2/g,
    '$1$2$3.js$2',
  )
}
