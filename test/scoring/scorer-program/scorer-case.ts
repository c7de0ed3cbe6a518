import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import {
  runScorerProgram,
  type ScorerOutcome,
  type ScorerRun,
} from '#scoring/scorer-program/run-scorer-program.ts'
import { readScorerManifest } from '#scoring/scorer-program/scorer-manifest.ts'

const root = mkdtempSync(join(tmpdir(), 'grandstand-scorer-test-'))
chmodSync(root, 0o755)
after(() => rmSync(root, { recursive: true, force: true }))
let folders = 0

export const TRUTH = 'id,label\n1,a\n2,b\n3,b\n'
export const PREDICTIONS = 'id,prediction\n1,a\n2,b\n3,a\n'

/** A new folder with these files, by relative path. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `${folders++}`)
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A manifest with the output `accuracy`. */
export function manifestText(language: 'python' | 'node', limits = 'cpuSeconds: 2, memoryMiB: 128'): string {
  return `command: ${language === 'python' ? 'score.py' : 'score.mjs'}
language: ${language}
limits: {${limits}}
outputs:
  - name: accuracy
    direction: higher-is-better
`
}

const PYTHON_START = 'import json, os, sys, time\n'

/** A folder with a Python program; `scores(x)` writes a plain scores.json. */
export function pythonProgram(source: string, limits?: string): string {
  const start = `${PYTHON_START}def scores(x):\n    with open('/output/scores.json', 'w') as file: json.dump({'accuracy': x}, file)\n`
  return folderOf({ 'scorer.yaml': manifestText('python', limits), 'score.py': `${start}${source}\n` })
}

export function nodeProgram(source: string, limits?: string): string {
  return folderOf({ 'scorer.yaml': manifestText('node', limits), 'score.mjs': source })
}

/** Runs the program of a folder, by default over a small truth and predictions as single files. */
export async function runProgram(
  programFolder: string,
  more: Partial<ScorerRun> = {},
): Promise<ScorerOutcome> {
  const files = folderOf({ 'answers.csv': TRUTH, 'team file.CSV': PREDICTIONS })
  return runScorerProgram({
    programFolder,
    manifest: await readScorerManifest(programFolder),
    truth: join(files, 'answers.csv'),
    predictions: join(files, 'team file.CSV'),
    ...more,
  })
}
