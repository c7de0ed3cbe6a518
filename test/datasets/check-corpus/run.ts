/**
 * Goes through the whole corpus with the real command line and its sandbox, heavy files included, and prints what ended
 * otherwise than expected, the slowest and the largest: `node test/datasets/check-corpus/run.ts [part of a name]`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binaryCases } from './binary-cases.ts'
import type { CorpusCase } from './corpus-case.ts'
import { csvCases } from './csv-cases.ts'
import { jsonCases } from './json-cases.ts'
import { requireExpected } from './require-expected.ts'
import { wrappedCases } from './wrapped-cases.ts'

const COMMAND = join(import.meta.dirname, '..', '..', '..', 'bin', 'grandstand.ts')
const EXITS = { accepted: 0, rejected: 1 } as const

interface Run {
  exitCode: number | null
  text: string
  seconds: number
  peakMegabytes: number
}

/** Pages of all processes below one, in megabytes. */
function residentBelow(root: number): number {
  const children = new Map<number, number[]>()
  const pages = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      const parent = Number(fields[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
      pages.set(Number(entry), Number(fields[21]))
    } catch {
      // it has ended meanwhile
    }
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), pages.get(pid) ?? 0)
  return (sum(root) * 4096) / 2 ** 20
}

function look(path: string): Promise<Run> {
  const started = performance.now()
  const child = spawn(process.execPath, [COMMAND, 'dataset', 'check', path, '--json'])
  let text = ''
  let peakMegabytes = 0
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentBelow(child.pid ?? 0))
  }, 40)
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  return new Promise((resolve) => {
    child.on('close', (exitCode) => {
      clearInterval(watch)
      resolve({ exitCode, text, seconds: (performance.now() - started) / 1000, peakMegabytes })
    })
  })
}

async function runOne(one: CorpusCase, path: string): Promise<Run> {
  writeFileSync(path, await one.make())
  const run = await look(path)
  try {
    const outcome = JSON.parse(run.text)
    if (run.exitCode !== EXITS[outcome.outcome as keyof typeof EXITS]) throw new Error(`exit ${run.exitCode}`)
    requireExpected(one, outcome)
  } catch (error) {
    console.log(`WRONG ${one.name}: ${(error as Error).message.slice(0, 300)} ${run.text.slice(0, 200)}`)
  }
  if (run.seconds > 20 || run.peakMegabytes > 2048) console.log(`TOO MUCH ${one.name}`)
  return run
}

const wanted = process.argv[2] ?? ''
const cases = [...csvCases, ...jsonCases, ...wrappedCases, ...binaryCases].filter(({ name }) =>
  name.includes(wanted),
)
const folder = mkdtempSync(join(tmpdir(), 'corpus-run-'))
const runs: { name: string; run: Run }[] = []
try {
  for (const one of cases) runs.push({ name: one.name, run: await runOne(one, join(folder, 'file')) })
} finally {
  rmSync(folder, { recursive: true })
}
const top = (what: string, measure: (run: Run) => number) => {
  const sorted = runs.toSorted((a, b) => measure(b.run) - measure(a.run)).slice(0, 8)
  console.log(`${what}: ${sorted.map(({ name, run }) => `${measure(run).toFixed(1)} ${name}`).join(' · ')}`)
}
console.log(`${runs.length} files`)
top('slowest, s', ({ seconds }) => seconds)
top('largest, MiB', ({ peakMegabytes }) => peakMegabytes)
