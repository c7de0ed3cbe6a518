import type { Problem } from '#core/errors.ts'
import type { ScorerLimits, ScorerManifest, ScorerTrace } from '#core/scorer.ts'
import { createJobFolder, type JobFolder } from '../sandbox/job-folder.ts'
import { runSandboxed } from '../sandbox/run-sandboxed.ts'
import type { Bind, SandboxOutcome, SandboxProgram } from '../sandbox/sandbox-job.ts'
import { stageNode } from '../sandbox/stage-node.ts'
import { parseProblems, printable } from './parse-problems.ts'
import { parseScores } from './parse-scores.ts'
import { FolderError } from './plain-files.ts'
import { missingModule, PYTHON, pythonRuntime } from './python-runtime.ts'
import { MAX_REPORT_LENGTH } from './report-page.ts'
import { sanitizeReport } from './sanitize-report.ts'
import { stageInput } from './stage-scorer.ts'

/** By this exit code a program says that the predictions are wrong: EX_DATAERR of BSD's sysexits.h. */
export const REJECTED_EXIT_CODE = 65

const SCORES = '/output/scores.json'
const REPORT = '/output/report.html'
const PROBLEMS = '/output/problems.json'
const PRINTED_TAIL = 4096

/** One file or folder of predictions to be scored by an organiser's program. Paths are absolute, on the host. */
export interface ScorerRun {
  programFolder: string
  manifest: ScorerManifest
  /** File or folder, shown in `/input/ref`. */
  truth: string
  /** File or folder, shown in `/input/res`. */
  predictions: string
  /** What the platform allows at most; of each limit the smaller one holds, the manifest's or this. */
  limits?: Partial<ScorerLimits>
  signal?: AbortSignal
}

/** How it ended, by whose doing; faults of the platform are no outcome. */
export type ScorerOutcome =
  /** One finite number per declared output; `reportHtml` is sanitised, to be shown as `reportPage`. */
  | { outcome: 'scored'; scores: Record<string, number>; reportHtml?: string }
  /** The participant's file is wrong, says the program. */
  | { outcome: 'rejected'; problems: Problem[] }
  /** The program is wrong. Both texts are for the organiser alone: stderr may quote the truth. */
  | { outcome: 'scorer_fault'; reason: string; stderrTail: string }

/** An outcome with what the run took; without a trace when nothing was started. */
export interface TracedOutcome {
  outcome: ScorerOutcome
  trace?: ScorerTrace
}

/**
 * Runs an organiser's program over a submission, in a sandbox of its own.
 * @throws {SandboxError} on a fault of the platform, also when Python is not installed; try again
 * @throws the signal's reason when aborted
 */
export async function runScorerProgram(run: ScorerRun): Promise<ScorerOutcome> {
  return (await traceScorerProgram(run)).outcome
}

/** The same, with processor time, memory and the end of what the program printed: for its organiser alone. */
export async function traceScorerProgram(run: ScorerRun): Promise<TracedOutcome> {
  if (run.manifest.language === 'python') await pythonRuntime()
  const folder = createJobFolder()
  try {
    const staged = await stage(folder, run)
    if ('outcome' in staged) return { outcome: staged }
    const limits = effectiveLimits(run)
    const program = scorerProgram(run.manifest, limits)
    const ended = await runSandboxed({ ...program, inputs: staged, signal: run.signal })
    return { outcome: judgeOutcome(ended, run.manifest, limits), trace: traceOf(ended) }
  } finally {
    await folder.remove()
  }
}

function traceOf({ cpuSeconds, wallSeconds, peakMemoryBytes, stdout, stderr }: SandboxOutcome): ScorerTrace {
  return { cpuSeconds, wallSeconds, peakMemoryBytes, stdoutTail: tailOf(stdout), stderrTail: tailOf(stderr) }
}

async function stage(folder: JobFolder, run: ScorerRun): Promise<Bind[] | ScorerOutcome> {
  const attempt = async (source: string, target: string, single: string): Promise<Bind | string> => {
    try {
      return await stageInput(folder, source, target, single)
    } catch (error) {
      if (error instanceof FolderError) return error.message
      throw error
    }
  }
  const program = await attempt(run.programFolder, '/program', 'program')
  if (typeof program === 'string') return fault(`The program's folder cannot be used. ${program}.`)
  const truth = await attempt(run.truth, '/input/ref', 'truth')
  if (typeof truth === 'string') return fault(`The truth cannot be used. ${truth}.`)
  const predictions = await attempt(run.predictions, '/input/res', 'predictions')
  if (typeof predictions === 'string') {
    const message = `The predictions cannot be used. ${predictions}. Send plain files only.`
    return { outcome: 'rejected', problems: [{ code: 'unusable_files', message }] }
  }
  return [program, truth, predictions]
}

function effectiveLimits({ manifest: { limits: asked }, limits: allowed = {} }: ScorerRun): ScorerLimits {
  return {
    cpuSeconds: Math.min(asked.cpuSeconds, allowed.cpuSeconds ?? Number.POSITIVE_INFINITY),
    memoryMiB: Math.min(asked.memoryMiB, allowed.memoryMiB ?? Number.POSITIVE_INFINITY),
    outputKiB: Math.min(asked.outputKiB, allowed.outputKiB ?? Number.POSITIVE_INFINITY),
  }
}

function scorerProgram({ language, command }: ScorerManifest, limits: ScorerLimits): SandboxProgram {
  const [file, ...words] = command
  const isPython = language === 'python'
  // no user packages and no PYTHON… variables; the program's own folder stays importable
  const start = isPython ? [PYTHON, '-E', '-s', '-B'] : ['/runtime/node']
  return {
    command: [...start, `/program/${file}`, ...words],
    readOnlyBinds: isPython ? [] : [{ source: stageNode(), target: '/runtime/node' }],
    limits: {
      kind: language,
      cpuSeconds: limits.cpuSeconds,
      memoryBytes: limits.memoryMiB * 1024 * 1024,
      outputBytes: limits.outputKiB * 1024,
    },
    resultFiles: [SCORES, REPORT, PROBLEMS],
  }
}

function judgeOutcome(
  outcome: SandboxOutcome,
  manifest: ScorerManifest,
  limits: ScorerLimits,
): ScorerOutcome {
  const { verdict, reason, result, exitCode, stderr } = outcome
  const { files } = result
  if (verdict === 'crashed' && exitCode === REJECTED_EXIT_CODE) {
    const parsed = parseProblems(files.get(PROBLEMS))
    if ('problems' in parsed) return { outcome: 'rejected', problems: parsed.problems }
    return fault(
      `The program ended with exit code 65, which rejects the predictions, but ${parsed.wrong}.`,
      stderr,
    )
  }
  if (verdict !== 'ok') return fault(`${reason}${hint(outcome, limits)}.`, stderr)
  const scores = files.get(SCORES)
  if (scores === undefined) return fault('The program ended without /output/scores.json.', stderr)
  const parsed = parseScores(scores, manifest.outputs)
  if ('wrong' in parsed) return fault(`${parsed.wrong}.`, stderr)
  const report = files.get(REPORT)
  if (report === undefined) return { outcome: 'scored', scores: parsed.scores }
  const reportHtml = sanitizeReport(new TextDecoder().decode(report))
  if (reportHtml.length > MAX_REPORT_LENGTH) {
    return fault(
      `report.html has more than ${MAX_REPORT_LENGTH} characters once its quotes are escaped.`,
      stderr,
    )
  }
  return { outcome: 'scored', scores: parsed.scores, reportHtml }
}

/** RLIMIT_CPU ends a program with SIGXCPU, which may come before the watchdog has counted the time. */
const SIGXCPU_EXIT_CODE = 152

/** What helps to find the cause: the name of the limit in `scorer.yaml`, or of a module that is not there. */
function hint({ verdict, reason, exitCode, stderr }: SandboxOutcome, limits: ScorerLimits): string {
  const { cpuSeconds, memoryMiB, outputKiB } = limits
  if (verdict === 'time_limit' || exitCode === SIGXCPU_EXIT_CODE) {
    return ` (limits.cpuSeconds is ${cpuSeconds}; the real time may be three times that)`
  }
  if (verdict === 'memory_limit') return ' (limits.memoryMiB)'
  if (verdict !== 'crashed') {
    const isTooLarge = /^The result|more than the limit/.test(reason)
    return isTooLarge ? ` (limits.outputKiB is ${outputKiB})` : ''
  }
  if (/^MemoryError|heap out of memory|Cannot allocate memory/m.test(stderr)) {
    return `: it wanted more than ${memoryMiB} MiB (limits.memoryMiB)`
  }
  const missing = missingModule(stderr)
  return missing === null ? '' : `. ${missing.replace(/\.$/, '')}`
}

function fault(reason: string, stderr = ''): ScorerOutcome {
  return { outcome: 'scorer_fault', reason, stderrTail: tailOf(stderr) }
}

/** The end of what a program printed. */
function tailOf(text: string): string {
  return printable(text.slice(-PRINTED_TAIL))
}
