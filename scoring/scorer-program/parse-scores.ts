import type { ScorerOutput } from '#core/scorer.ts'

/** Largest scores.json, bytes. */
export const MAX_SCORES_BYTES = 64 * 1024

/** The scores in the order of their declaration, or the first thing that is wrong. */
export type ParsedScores = { scores: Record<string, number> } | { wrong: string }

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings must not hold them
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SPACE = /[ \t\r\n]*/y

/**
 * Reads scores.json: one JSON object with a finite number for each declared output and nothing else. JSON.parse
 * would let duplicate names and numbers beyond the range of a double pass, so it is read by hand.
 * @param bytes untrusted
 */
export function parseScores(bytes: Uint8Array, outputs: readonly ScorerOutput[]): ParsedScores {
  if (bytes.length > MAX_SCORES_BYTES)
    return { wrong: `scores.json has ${bytes.length} bytes; 65536 are allowed` }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { wrong: 'scores.json is not UTF-8' }
  }
  const found = readEntries(text)
  if ('wrong' in found) return { wrong: `scores.json: ${found.wrong}` }
  const declared = new Set(outputs.map(({ name }) => name))
  for (const name of found.entries.keys()) {
    if (!declared.has(name)) return { wrong: `scores.json: ${show(name)} is not declared in scorer.yaml` }
  }
  const scores = new Map<string, number>()
  for (const { name } of outputs) {
    const value = found.entries.get(name)
    if (value === undefined)
      return { wrong: `scores.json: ${show(name)} is declared in scorer.yaml and missing` }
    scores.set(name, value)
  }
  return { scores: Object.fromEntries(scores) }
}

function readEntries(text: string): { entries: Map<string, number> } | { wrong: string } {
  const entries = new Map<string, number>()
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(text)?.[0]
    at += match?.length ?? 0
    return match
  }
  const skip = (char: string): boolean => {
    take(SPACE)
    if (text[at] !== char) return false
    at++
    return true
  }
  if (!skip('{')) return { wrong: text.trim() === '' ? 'it is empty' : 'it must be one JSON object' }
  if (!skip('}')) {
    do {
      take(SPACE)
      const quoted = take(STRING)
      if (quoted === undefined || !skip(':'))
        return { wrong: `a name and a colon are expected ${place(text, at)}` }
      const name: string = JSON.parse(quoted)
      take(SPACE)
      const digits = take(NUMBER)
      if (digits === undefined)
        return { wrong: `${show(name)} is ${kindOf(text.slice(at, at + 20))}, not a number` }
      const value = Number(digits)
      if (!Number.isFinite(value))
        return { wrong: `${show(name)} is ${digits.slice(0, 40)}, too large for a double` }
      if (entries.has(name)) return { wrong: `${show(name)} is there twice` }
      entries.set(name, value + 0) // no negative zero
    } while (skip(','))
    if (!skip('}')) return { wrong: `a comma or a closing brace is expected ${place(text, at)}` }
  }
  take(SPACE)
  return at === text.length
    ? { entries }
    : { wrong: `there is something after the object ${place(text, at)}` }
}

function kindOf(rest: string): string {
  if (rest.startsWith('"')) return 'a text'
  if (rest.startsWith('{') || rest.startsWith('[')) return 'nested'
  return /^-?(NaN|Infinity|[a-zA-Z]+)/.exec(rest)?.[0] ?? 'something else'
}

function place(text: string, at: number): string {
  return at >= text.length ? 'at its end' : `on line ${text.slice(0, at).split('\n').length}`
}

function show(name: string): string {
  return JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name)
}
