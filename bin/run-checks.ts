import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBubblewrap } from './bubblewrap.ts'
import { ensureChromium } from './chromium.ts'
import { type Cluster, startCluster } from './embedded-postgres.ts'
import { checkImports, ruledFolders } from './import-rules.ts'
import { ensurePrismaClient } from './prisma-client.ts'
import { projectFolder } from './project.ts'
import { runLoud, runTool } from './run-tool.ts'
import type { TestTotals } from './test-reporter.ts'
import { ensureWebBuild, nextProgram } from './web-build.ts'

/** Test files that need the built pages; they run last. */
const wholeSystem = ['test/e2e/**/*.test.ts', 'test/bin/start.test.ts']
const sandbox = ['test/scoring/sandbox/**/*.test.ts']

/** Postgres for tests: nobody will miss its data. */
const quickSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300']

/**
 * Sets up what the checks need, runs them all, and prints what fails in full. A step that fails counts as one test; so
 * does being stopped.
 */
export async function runChecks(stop: AbortSignal): Promise<TestTotals> {
  const totals: TestTotals = { passed: 0, failed: 0 }
  const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-npm-test-'))
  let cluster: Cluster | undefined
  const check = async (title: string, work: () => Promise<unknown>) => {
    if (!stop.aborted) await counted(totals, title, work)
  }
  try {
    heading('Set-up')
    const variables: Record<string, string> = { GRANDSTAND_TEST_TOTALS: path.join(folder, 'totals') }
    await check('Chromium is here', async () => {
      variables.GRANDSTAND_CHROMIUM = await ensureChromium()
    })
    await check('bubblewrap is here and works', requireBubblewrap)
    await check('the Prisma client can be generated', ensurePrismaClient)
    await check('PostgreSQL starts', async () => {
      cluster = await startCluster({ folder: path.join(folder, 'postgres'), settings: quickSettings })
      variables.GRANDSTAND_TEST_POSTGRES = cluster.url('postgres')
    })

    heading('Form, types and imports')
    await check('format and lint (biome)', () =>
      runTool(tool('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '.']),
    )
    await check('types (tsc)', checkTypes)
    await check('import rules (dependency-cruiser)', requireImportRules)

    const tests = async (title: string, patterns: string[], without: string[]) => {
      if (stop.aborted) return
      heading(title)
      addTotals(totals, await runTests(title, patterns, without, variables))
    }
    await tests('Unit and integration', ['test/**/*.test.ts'], [...wholeSystem, ...sandbox])
    await tests('Sandbox', sandbox, [])
    heading('Pages')
    await check('the pages can be built (next build)', () => ensureWebBuild(() => {}))
    await tests('The whole system, end to end', wholeSystem, [])
    if (stop.aborted) totals.failed++
  } finally {
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return totals
}

function heading(title: string): void {
  console.log(`\n── ${title}`)
}

async function counted(totals: TestTotals, title: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  try {
    await work()
    totals.passed++
    console.log(`  ✓ ${title} (${seconds()} s)`)
  } catch (error) {
    totals.failed++
    console.log(`  ✗ ${title} (${seconds()} s)\n${error instanceof Error ? error.message : error}\n`)
  }
}

/** Path of a program that came with an npm package. */
function tool(file: string): string {
  return path.join(projectFolder, 'node_modules', file)
}

async function requireBubblewrap(): Promise<void> {
  const warning = await ensureBubblewrap()
  if (warning) throw new Error(warning)
}

async function checkTypes(): Promise<void> {
  // the types of routes follow from the folders below app/, and old ones would name pages that are gone
  await runTool(process.execPath, [nextProgram, 'typegen'], { variables: { NEXT_TELEMETRY_DISABLED: '1' } })
  await runTool(process.execPath, [tool('typescript/bin/tsc'), '--noEmit', '-p', '.'])
}

async function requireImportRules(): Promise<void> {
  const { modules, violations } = await checkImports(ruledFolders)
  if (violations.length > 0) throw new Error(violations.join('\n'))
  const total = Object.values(modules).reduce((sum, count) => sum + count, 0)
  console.log(`    ${total} modules`)
}

async function runTests(
  title: string,
  patterns: string[],
  without: string[],
  variables: Record<string, string>,
): Promise<TestTotals> {
  const files = await Array.fromAsync(glob(patterns, { cwd: projectFolder, exclude: without }))
  if (files.length === 0) {
    console.log(`  ✗ there is no test file: ${patterns.join(', ')}\n`)
    return { passed: 0, failed: 1 }
  }
  const began = performance.now()
  const totalsFile = variables.GRANDSTAND_TEST_TOTALS
  await rm(totalsFile, { force: true })
  const flags = [`--test-concurrency=${Math.max(2, availableParallelism())}`, '--test-timeout=400000']
  const reporter = ['--test-reporter', path.join(import.meta.dirname, 'test-reporter.ts')]
  const code = await runLoud(process.execPath, ['--test', ...flags, ...reporter, ...files.sort()], variables)
  const written = await readFile(totalsFile, 'utf8').catch(() => '')
  const totals = written === '' ? { passed: 0, failed: 0 } : (JSON.parse(written) as TestTotals)
  if (code !== 0 && totals.failed === 0) {
    console.log(`  ✗ ${title} ended with ${code} and told of no failing test\n`)
    totals.failed = 1
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`  ${totals.passed} passed, ${totals.failed} failed in ${seconds} s`)
  return totals
}

function addTotals(totals: TestTotals, more: TestTotals): void {
  totals.passed += more.passed
  totals.failed += more.failed
}
