import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GrandstandError, type Problem } from '#core/errors.ts'
import { readYaml, YamlError, type YamlValue } from './read-yaml.ts'

/** The file in a program's folder that describes it. */
export const MANIFEST_FILE = 'scorer.yaml'
const MAX_MANIFEST_BYTES = 64 * 1024

const limitsSchema = z.strictObject({
  /** Processor time of all processes together, seconds; three times as much real time. */
  cpuSeconds: z.number().min(1).max(3600).default(60),
  /** Memory of all processes together, with everything written to /tmp and /output. */
  memoryMiB: z.int().min(64).max(65_536).default(1024),
  /** scores.json, report.html and problems.json together. */
  outputKiB: z.int().min(1).max(4096).default(1024),
})

const outputSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_@.-]{0,63}$/, 'must be a word of at most 64 letters, digits, _ @ . and -'),
  direction: z.enum(['higher-is-better', 'lower-is-better']),
  /** Decimals on a leaderboard. */
  precision: z.int().min(0).max(15).default(4),
  /** The one output that ranks. */
  primary: z.boolean().default(false),
})

const manifestSchema = z.strictObject({
  command: z.union([z.string(), z.array(z.union([z.string(), z.number()]).transform(String))]),
  language: z.enum(['python', 'node']),
  limits: limitsSchema.prefault({}),
  outputs: z.array(outputSchema).min(1).max(64),
})

/** What a program may use: see `docs/scorers.md`. */
export type ScorerLimits = z.infer<typeof limitsSchema>
/** A score that a program gives, as it is declared. */
export type ScorerOutput = z.infer<typeof outputSchema>

/** `scorer.yaml` as read. */
export interface ScorerManifest {
  language: 'python' | 'node'
  /** Path of the file to start, relative to the program's folder, and its arguments. */
  command: readonly [file: string, ...words: string[]]
  limits: ScorerLimits
  /** In the order of the file; names are unique and exactly one is primary. */
  outputs: readonly ScorerOutput[]
}

/**
 * Reads the `scorer.yaml` of a program's folder.
 * @throws {GrandstandError} `file_rejected`, with a problem per finding
 */
export async function readScorerManifest(programFolder: string): Promise<ScorerManifest> {
  const path = join(programFolder, MANIFEST_FILE)
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is missing' : `cannot be read (${error.code})`
    throw refused([{ code: 'manifest_missing', message: `${MANIFEST_FILE} ${why} in the program's folder.` }])
  })
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw refused([{ code: 'manifest_too_large', message: `${MANIFEST_FILE} has more than 64 KiB.` }])
  }
  return parseScorerManifest(bytes.toString('utf8'))
}

/**
 * @param text YAML or JSON
 * @throws {GrandstandError} `file_rejected`, with a problem per finding; those of form have a line
 */
export function parseScorerManifest(text: string): ScorerManifest {
  const parsed = manifestSchema.safeParse(readValue(text))
  if (!parsed.success) {
    throw refused(
      parsed.error.issues.map(({ path, message }) => ({
        code: 'manifest_invalid',
        message: `${path.length === 0 ? 'The manifest' : path.join('.')}: ${message}`,
      })),
    )
  }
  const { language, limits, outputs } = parsed.data
  const problems: Problem[] = []
  const report = (code: string, message: string): void => {
    problems.push({ code, message })
  }
  const command = readCommand(parsed.data.command, language, report)
  const names = outputs.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) report('output_twice', `outputs: "${twice}" is declared twice.`)
  const primaries = outputs.filter(({ primary }) => primary).length
  if (outputs.length === 1) outputs[0].primary = true
  else if (primaries !== 1) {
    report('primary_unclear', `outputs: exactly one must have "primary: true", ${primaries} have it.`)
  }
  if (problems.length > 0 || command === undefined) throw refused(problems)
  return { language, command, limits, outputs }
}

function readValue(text: string): YamlValue {
  try {
    return readYaml(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw refused([{ line: error.line, code: 'manifest_unreadable', message: error.message }])
  }
}

/** `python3 score.py --strict`, `score.py --strict` and `[score.py, --strict]` mean the same. */
function readCommand(
  command: string | readonly string[],
  language: ScorerManifest['language'],
  report: (code: string, message: string) => void,
): ScorerManifest['command'] | undefined {
  if (typeof command === 'string' && /["'`\\]/.test(command)) {
    report(
      'command_invalid',
      'command: no shell reads it; give words with quotes as a list, [score.py, "two words"].',
    )
    return undefined
  }
  const words =
    typeof command === 'string' ? command.split(/\s+/).filter((word) => word !== '') : [...command]
  const interpreter = language === 'python' ? /^(\/usr\/bin\/)?python3?$/ : /^(\/usr\/bin\/)?node$/
  if (interpreter.test(words[0] ?? '')) words.shift()
  const [first, ...rest] = words
  const file = first?.replace(/^(\.\/|\/program\/)/, '')
  const steps = file?.split('/') ?? []
  if (
    file === undefined ||
    steps.some((step) => step === '' || step === '.' || step === '..' || step.startsWith('-'))
  ) {
    report('command_invalid', 'command: must begin with a file of the program, for example "score.py".')
    return undefined
  }
  if (words.join('').includes('\0')) report('command_invalid', 'command: must not have a NUL character.')
  return [file, ...rest]
}

function refused(problems: Problem[]): GrandstandError {
  const [first] = problems
  const where = first?.line === undefined ? '' : ` line ${first.line}:`
  return new GrandstandError('file_rejected', `${MANIFEST_FILE}:${where} ${first?.message ?? ''}`, {
    problems,
  })
}
