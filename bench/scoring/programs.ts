/** The commands that are compared, each a whole process from start to exit. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JUDGE_LIMITS } from '#scoring/judge/judge-in-sandbox.ts'
import type { JudgeRequest } from '#scoring/judge/judge-protocol.ts'
import { coldJudge } from '#scoring/judge/judge-starts.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'
import { packTruth } from '#scoring/judge/packed-truth.ts'
import { prepareTruth } from '#scoring/judge.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import type { Workload } from './workloads.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PYTHON = '/usr/bin/python3'

/** One command; the shell redirects nothing, so that nothing but the program is measured. */
export interface Program {
  name: string
  command: readonly string[]
  /** A file for its standard input. */
  stdin?: string
}

const HASH_FILE = `
const hash = require('node:crypto').createHash('sha256')
const fs = require('node:fs')
const file = fs.openSync(process.argv[1])
const chunk = Buffer.alloc(1 << 20)
for (let n; (n = fs.readSync(file, chunk)) > 0; ) hash.update(chunk.subarray(0, n))
process.stdout.write(hash.digest('hex'))
`

/** Node reading and hashing the predictions: nothing that looks at every byte in Node starts and ends sooner. */
function floor(predictions: string): Program {
  return { name: 'floor', command: [process.execPath, '-e', HASH_FILE, predictions] }
}

/** The judge without its sandbox: the very file that runs inside it. */
function judgeAlone(folder: string, workload: Workload, packedTruth?: string): Program {
  const name = packedTruth ? 'judge, prepared' : 'judge'
  const request: JudgeRequest = {
    spec: workload.spec,
    truthPath: packedTruth ?? join(folder, workload.truth),
    truthIsPacked: packedTruth !== undefined,
    predictionsPath: join(folder, workload.predictions),
    options: { primary: null },
  }
  const stdin = join(folder, `${workload.name}-${packedTruth ? 'prepared' : 'plain'}.json`)
  writeFileSync(stdin, JSON.stringify(request))
  return { name, command: judgeCommand(request), stdin }
}

/** The command that starts the judge of these files in the sandbox, with the paths of the host. */
function judgeCommand(files: JudgeRequest): string[] {
  const { command, readOnlyBinds } = coldJudge(files, JUDGE_LIMITS)
  return command.map((word) => {
    const bind = readOnlyBinds.find(({ target }) => word === target || word.startsWith(`${target}/`))
    return bind ? bind.source + word.slice(bind.target.length) : word
  })
}

/** `grandstand score`, sandbox and all. */
function commandLine(folder: string, workload: Workload): Program {
  const task = join(folder, `${workload.name}-task.json`)
  writeFileSync(task, JSON.stringify(workload.spec))
  const files = ['--truth', join(folder, workload.truth), '--predictions', join(folder, workload.predictions)]
  const program = join(ROOT, 'bin', 'grandstand')
  return { name: 'cli', command: [program, 'score', '--json', '--task', task, ...files] }
}

/** A script of `peers/`, which reads the CSV of the workload. */
export function peer(script: 'usual' | 'tuned', folder: string, workload: Workload): Program {
  const path = join(ROOT, 'bench', 'scoring', 'peers', `${script}.py`)
  const csv = `${workload.peerOf.toLowerCase()}.csv`
  const files = [workload.truth, csv].map((name) => join(folder, name))
  return { name: script, command: [PYTHON, path, workload.peerOf, ...files] }
}

/** Reads the truth as a worker does once per release, and gives the file that every judging then loads. */
export async function packedTruthOf(folder: string, { name, spec, truth }: Workload): Promise<string> {
  const open = (columns: Parameters<OpenTable>[0]) => openTable(join(folder, truth), { columns })
  const packed = packTruth(await prepareTruth(spec, open))
  if (packed === null) throw new Error(`${name} has a truth that cannot be packed`)
  const path = join(folder, `${name}-truth.packed`)
  writeFileSync(path, packed)
  return path
}

/** Ours and the floor. */
export async function ownPrograms(folder: string, workload: Workload): Promise<Program[]> {
  return [
    floor(join(folder, workload.predictions)),
    judgeAlone(folder, workload, await packedTruthOf(folder, workload)),
    judgeAlone(folder, workload),
    commandLine(folder, workload),
  ]
}

/** Whether the peers' libraries are installed. */
export function peersAreThere(): boolean {
  return spawnSync(PYTHON, ['-c', 'import pandas, sklearn'], { stdio: 'ignore' }).status === 0
}
