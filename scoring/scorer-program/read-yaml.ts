import { isAlias, isNode, LineCounter, parseDocument, visit } from 'yaml'

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
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
  })
  const lineOf = (offset = 0) => lines.linePos(offset).line || 1
  const [trouble] = [...document.errors, ...document.warnings]
  if (trouble) throw new YamlError(lineOf(trouble.pos[0]), trouble.message)
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      throw new YamlError(lineOf(node.range?.[0]), 'Write the value out; aliases (*name) are not allowed')
    }
  })
  const lineAt = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true)
    if (isNode(node)) return lineOf(node.range?.[0])
    return path.length === 0 ? 1 : lineAt(path.slice(0, -1))
  }
  return { value: document.toJS() as YamlValue, lineOf: lineAt }
}
