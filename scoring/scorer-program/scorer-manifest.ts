import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GrandstandError, type Problem } from '#core/errors.ts'
import {
  PREDICTION_FORMATS,
  type ScorerManifest,
  scorerLimitsSchema,
  scorerOutputSchema,
} from '#core/scorer.ts'
import { readYaml, type YamlDocument, YamlError } from './read-yaml.ts'

/** The file in a program's folder that describes it. */
export const MANIFEST_FILE = 'scorer.yaml'
const MAX_MANIFEST_BYTES = 64 * 1024

const manifestSchema = z.strictObject({
  command: z.union([z.string(), z.array(z.union([z.string(), z.number()]).transform(String))]),
  language: z.enum(['python', 'node']),
  limits: scorerLimitsSchema.prefault({}),
  outputs: z.array(scorerOutputSchema).min(1).max(64),
  reads: z.array(z.enum(PREDICTION_FORMATS)).min(1).default(['csv']),
})

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
 * @throws {GrandstandError} `file_rejected`, with a problem per finding: `line`, and `column` for the key
 */
export function parseScorerManifest(text: string): ScorerManifest {
  const { value, lineOf } = readDocument(text)
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success) {
    throw refused(
      parsed.error.issues.map(({ path, message }) => ({
        line: path.length === 0 ? undefined : lineOf(path),
        column: path.join('.') || undefined,
        code: 'manifest_invalid',
        message: `${path.length === 0 ? 'The manifest' : path.join('.')}: ${message}`,
      })),
    )
  }
  const { language, limits, outputs, reads } = parsed.data
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
  return { language, command, limits, outputs, reads }
}

function readDocument(text: string): YamlDocument {
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
): [file: string, ...words: string[]] | undefined {
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
