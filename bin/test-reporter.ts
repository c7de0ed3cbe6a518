/**
 * Reporter for node:test as `npm test` runs it: a line per test file, failing tests in full, and the totals appended to
 * the file named in GRANDSTAND_TEST_TOTALS.
 */
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** Totals of one run of node:test. */
export interface TestTotals {
  passed: number
  failed: number
}

interface FileNotes {
  /** What the tests of a file wrote; shown when one of them fails. */
  output: string
  failures: string[]
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const files = new Map<string, FileNotes>()
  const notesOf = (file = '') => {
    const notes = files.get(file) ?? { output: '', failures: [] }
    files.set(file, notes)
    return notes
  }
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') notesOf(data.file).output += data.message
    else if (type === 'test:pass' && data.skip !== undefined) {
      notesOf(data.file).failures.push(`${data.name}\nis skipped (${data.skip}); tests here run or fail`)
    } else if (type === 'test:fail') {
      const { error } = data.details
      const cause = error.cause ?? error
      const parent = 'failureType' in error && error.failureType === 'subtestsFailed'
      if (!parent) notesOf(data.file).failures.push(`${data.name}\n${explain(cause)}`)
    } else if (type === 'test:summary') {
      const { counts, file, duration_ms: durationMs } = data
      const failed = counts.tests - counts.passed
      if (file === undefined) keepTotals({ passed: counts.passed, failed })
      else yield describeFile(file, counts.tests, failed, durationMs, notesOf(file))
    }
  }
  // a file that died before its tests has no summary of its own
  for (const [file, notes] of files) if (notes.failures.length > 0) yield describeFailures(file, notes)
}

function describeFile(
  file: string,
  tests: number,
  failed: number,
  durationMs: number,
  notes: FileNotes,
): string {
  const name = path.relative(process.cwd(), file)
  const seconds = (durationMs / 1000).toFixed(1)
  if (failed === 0 && notes.failures.length === 0) return `  ✓ ${name} (${tests}, ${seconds} s)\n`
  const text = `  ✗ ${name} (${failed} of ${tests} failed, ${seconds} s)\n${describeFailures(file, notes)}`
  notes.failures = []
  return text
}

function describeFailures(file: string, { failures, output }: FileNotes): string {
  const blocks = failures.map((failure) => indent(`✗ ${failure}`, '    '))
  const written =
    output.trim() === '' ? [] : [indent(`${path.basename(file)} wrote:\n${output.trim()}`, '    ')]
  return `${[...blocks, ...written].join('\n\n')}\n\n`
}

function explain(error: unknown): string {
  return typeof error === 'string' ? error : inspect(error, { depth: 6, maxArrayLength: 50, colors: false })
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^(?=.)/gm, by)
}

function keepTotals(totals: TestTotals): void {
  const file = process.env.GRANDSTAND_TEST_TOTALS
  if (file) appendFileSync(file, `${JSON.stringify(totals)}\n`)
}
