import { type Document, isNode, isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml'

export type YamlValue = string | number | boolean | null | YamlValue[] | { [key: string]: YamlValue }

/** A document's value, and where its parts stand. */
export interface YamlDocument {
  /** Null when the document is empty. */
  value: YamlValue
  /** 1-based line of what stands at a path, or of the nearest thing around it. */
  lineOf(path: readonly PropertyKey[]): number
}

/** What stops a document from being read, with its 1-based line. */
export class YamlError extends Error {
  override readonly name = 'YamlError'
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/**
 * Reads one YAML 1.2 document (JSON is one too) of plain values. Aliases are refused, because a few lines of them can
 * stand for gigabytes; so are tags, keys that stand twice and further documents.
 *
 * @throws {YamlError} naming the line
 */
export function readYaml(text: string): YamlDocument {
  try {
    return read(text)
  } catch (error) {
    // the parser is recursive
    if (error instanceof RangeError) throw new YamlError(1, 'It is nested too deeply')
    throw error
  }
}

function read(text: string): YamlDocument {
  const lines = new LineCounter()
  // looks for keys that stand twice by comparing each with each: `requirePlain` is quicker
  const options = { lineCounter: lines, uniqueKeys: false, strict: true, prettyErrors: false }
  const document = parseDocument(text, options)
  const lineOf = (offset = 0) => lines.linePos(offset).line || 1
  const [trouble] = [...document.errors, ...document.warnings]
  if (trouble) throw new YamlError(lineOf(trouble.pos[0]), trouble.message)
  requirePlain(document, lineOf)
  const lineAt = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true)
    if (isNode(node)) return lineOf(node.range?.[0])
    return path.length === 0 ? 1 : lineAt(path.slice(0, -1))
  }
  return { value: document.toJS() as YamlValue, lineOf: lineAt }
}

function requirePlain(document: Document.Parsed, lineOf: (offset?: number) => number): void {
  const refuse = (node: unknown, message: string): never => {
    throw new YamlError(lineOf(isNode(node) ? node.range?.[0] : 0), message)
  }
  visit(document, {
    Alias: (_, node) => refuse(node, 'Write the value out; aliases (*name) are not allowed'),
    Map: (_, { items }) => {
      const seen = new Set<string>()
      for (const { key } of items as Pair[]) {
        if (!isScalar(key)) return refuse(key, 'Keys must be plain words')
        if (seen.has(String(key.value))) refuse(key, 'Map keys must be unique')
        seen.add(String(key.value))
      }
    },
  })
}
