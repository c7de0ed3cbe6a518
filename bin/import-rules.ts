import path from 'node:path'
import { projectFolder } from './project.ts'
import { runTool } from './run-tool.ts'

/** What dependency-cruiser found. */
export interface ImportReport {
  /** Modules of ours that were looked at, by top-level folder. */
  modules: Record<string, number>
  /** `rule: from → to`, one per forbidden import. */
  violations: string[]
}

/** The folders with rules; the same list as in .dependency-cruiser.cjs plus the tests. */
export const ruledFolders = [
  'app',
  'bench',
  'bin',
  'core',
  'datasets',
  'operations',
  'prisma',
  'scoring',
  'store',
  'test',
]

interface CruiserOutput {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[] }
}

/**
 * Checks the imports of `folders` against .dependency-cruiser.cjs.
 *
 * @param root the project, or a copy of it.
 * @throws Error when the tool fails or looked at nothing, which would make a check that cannot fail.
 */
export async function checkImports(
  folders: readonly string[],
  root: string = projectFolder,
): Promise<ImportReport> {
  const program = path.join(projectFolder, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const flags = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const { stdout } = await runTool(process.execPath, [program, ...flags, ...folders], { folder: root })
  const output = JSON.parse(stdout) as CruiserOutput
  const modules: Record<string, number> = {}
  for (const { source } of output.modules) {
    const [folder] = source.split('/')
    if (folders.includes(folder)) modules[folder] = (modules[folder] ?? 0) + 1
  }
  if (Object.keys(modules).length === 0) throw new Error('dependency-cruiser looked at no module of ours')
  const violations = output.summary.violations
    .filter(({ rule }) => rule.severity === 'error')
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  return { modules, violations }
}
