/**
 * Reads the part of YAML that a manifest needs: block mappings and lists by indentation, lists and mappings in
 * brackets on one line, quoted and plain scalars, comments; and JSON, which is YAML too. Anchors, tags, block
 * scalars, several documents and whatever else is not understood are refused with their line, never guessed at.
 */

export type YamlValue = string | number | boolean | null | YamlValue[] | { [key: string]: YamlValue }

/** What stops a document from being read, with its 1-based line. */
export class YamlError extends Error {
  override readonly name = 'YamlError'
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

interface Line {
  number: number
  indent: number
  text: string
}

const MAX_DEPTH = 16
const KEY = /^([A-Za-z_][\w-]*)[ ]*:(?:[ ]+(.+))?$/

/**
 * @returns the document's value; null when it is empty
 * @throws {YamlError} naming the line
 */
export function readYaml(text: string): YamlValue {
  const plain = text.replace(/^\uFEFF/, '')
  if (/^\s*[{[]/.test(plain)) return readJson(plain)
  const lines = contentLines(plain)
  if (lines.length === 0) return null
  const reader = new BlockReader(lines)
  const value = reader.block(lines[0].indent, 0)
  reader.requireEnd()
  return value
}

function readJson(text: string): YamlValue {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new YamlError(1, `It begins like JSON and is none: ${(error as Error).message}`)
  }
}

/** The lines that say something, without comments. */
function contentLines(text: string): Line[] {
  const lines: Line[] = []
  text.split(/\r?\n/).forEach((raw, index) => {
    const number = index + 1
    const content = withoutComment(raw).trimEnd()
    if (content.trim() === '' || (content === '---' && lines.length === 0)) return
    if (content === '---' || content === '...') throw new YamlError(number, 'Only one document is allowed')
    const indent = content.search(/[^ ]/)
    if (content[indent] === '\t') throw new YamlError(number, 'Indent with spaces, not with tabs')
    lines.push({ number, indent, text: content.slice(indent) })
  })
  return lines
}

function withoutComment(line: string): string {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i]
    const before = i === 0 ? ' ' : line[i - 1]
    if (quote !== '') {
      if (quote === '"' && char === '\\') i++
      else if (char === quote) quote = ''
    } else if ((char === '"' || char === "'") && /[\s[{,:]/.test(before)) quote = char
    else if (char === '#' && /\s/.test(before)) return line.slice(0, i)
  }
  return line
}

const isItem = (line: Line): boolean => line.text === '-' || line.text.startsWith('- ')

class BlockReader {
  readonly #lines: Line[]
  #at = 0

  constructor(lines: Line[]) {
    this.#lines = lines
  }

  requireEnd(): void {
    const rest = this.#lines[this.#at]
    if (rest) throw new YamlError(rest.number, 'The indentation does not fit the lines above')
  }

  block(indent: number, depth: number): YamlValue {
    const line = this.#lines[this.#at]
    if (depth > MAX_DEPTH) throw new YamlError(line.number, `It is nested deeper than ${MAX_DEPTH} levels`)
    if (isItem(line)) return this.#list(indent, depth)
    if (KEY.test(line.text)) return this.#mapping(indent, depth)
    this.#at++
    return scalar(line.text, line.number)
  }

  #list(indent: number, depth: number): YamlValue[] {
    const items: YamlValue[] = []
    for (let line = this.#next(indent); line && isItem(line); line = this.#next(indent)) {
      const rest = line.text.slice(1).trimStart()
      if (rest === '') {
        this.#at++
        items.push(this.#below(indent + 1, depth, line.number))
      } else {
        const inner = indent + line.text.length - rest.length
        this.#lines[this.#at] = { ...line, indent: inner, text: rest }
        items.push(this.block(inner, depth + 1))
      }
    }
    return items
  }

  #mapping(indent: number, depth: number): { [key: string]: YamlValue } {
    const entries = new Map<string, YamlValue>()
    for (let line = this.#next(indent); line && !isItem(line); line = this.#next(indent)) {
      const [, key, rest] = KEY.exec(line.text) ?? []
      if (key === undefined) throw new YamlError(line.number, `Expected "key: value", found: ${line.text}`)
      if (entries.has(key)) throw new YamlError(line.number, `The key "${key}" is there twice`)
      this.#at++
      if (rest !== undefined) entries.set(key, scalar(rest, line.number))
      else {
        const below = this.#lines[this.#at]
        // a list may stand as far left as its key
        const from = below !== undefined && isItem(below) ? indent : indent + 1
        entries.set(key, this.#below(from, depth, line.number))
      }
    }
    return Object.fromEntries(entries)
  }

  /** The block that is indented by at least `from`; null when there is none. */
  #below(from: number, depth: number, number: number): YamlValue {
    const line = this.#lines[this.#at]
    if (line === undefined || line.indent < from) return null
    if (depth > MAX_DEPTH) throw new YamlError(number, `It is nested deeper than ${MAX_DEPTH} levels`)
    return this.block(line.indent, depth + 1)
  }

  /** The next line of a block, or undefined when the block ends. */
  #next(indent: number): Line | undefined {
    const line = this.#lines[this.#at]
    if (line === undefined || line.indent < indent) return undefined
    if (line.indent > indent) {
      throw new YamlError(line.number, 'The indentation does not fit the lines above')
    }
    return line
  }
}

const FLOW_TOKEN =
  /\s*([[\]{},]|:(?=\s)|(?<=["']):|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s[\]{},:"'][^[\]{},:]*)/y

function scalar(text: string, number: number): YamlValue {
  const first = text[0]
  if (first !== '[' && first !== '{') return word(text, number)
  FLOW_TOKEN.lastIndex = 0
  const tokens: string[] = []
  while (FLOW_TOKEN.lastIndex < text.length) {
    const token = FLOW_TOKEN.exec(text)?.[1]
    if (token === undefined) throw new YamlError(number, `This is not understood: ${text}`)
    tokens.push(token.trimEnd())
  }
  tokens.reverse()
  const value = flow(tokens, number, 0)
  if (tokens.length > 0) throw new YamlError(number, `There is something after the last bracket: ${text}`)
  return value
}

/** Takes one value off the end of the reversed tokens. */
function flow(tokens: string[], number: number, depth: number): YamlValue {
  const token = tokens.pop()
  if (depth > MAX_DEPTH) throw new YamlError(number, `It is nested deeper than ${MAX_DEPTH} levels`)
  if (token === undefined || /^[\]},:]$/.test(token)) throw new YamlError(number, 'A value is missing')
  if (token !== '[' && token !== '{') return word(token, number)
  const close = token === '[' ? ']' : '}'
  const items: YamlValue[] = []
  const entries = new Map<string, YamlValue>()
  while (tokens.at(-1) !== close) {
    if (close === ']') items.push(flow(tokens, number, depth + 1))
    else {
      const key = String(word(tokens.pop() ?? '', number))
      if (tokens.pop() !== ':') throw new YamlError(number, `Expected "${key}: value"`)
      if (entries.has(key)) throw new YamlError(number, `The key "${key}" is there twice`)
      entries.set(key, flow(tokens, number, depth + 1))
    }
    if (tokens.at(-1) === ',') tokens.pop()
    else if (tokens.at(-1) !== close) throw new YamlError(number, `A "${close}" is missing on this line`)
  }
  tokens.pop()
  return close === ']' ? items : Object.fromEntries(entries)
}

function word(text: string, number: number): YamlValue {
  if (text.startsWith('"')) {
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'string') return value
    } catch {
      // said below
    }
    throw new YamlError(number, `This is not one quoted text: ${text}`)
  }
  if (text.startsWith("'")) {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw new YamlError(number, `This is not one quoted text: ${text}`)
    return text.slice(1, -1).replaceAll("''", "'")
  }
  if (/^[&*!|>%@`?]/.test(text)) {
    throw new YamlError(
      number,
      `Put this in quotes; "${text[0]}" has a meaning in YAML that is not used here: ${text}`,
    )
  }
  if (/^-\s|^[-+]?(\.\d|\.inf|\.nan|0[\dxo]|\d+\.$)/i.test(text)) {
    throw new YamlError(number, `Put this in quotes, or write it as a plain decimal number: ${text}`)
  }
  if (/:(\s|$)/.test(text)) throw new YamlError(number, `Put this in quotes, it has a colon: ${text}`)
  if (/^[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return Number(text)
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  return /^(null|Null|NULL|~)$/.test(text) ? null : text
}
