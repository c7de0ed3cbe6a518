import { isAlias, LineCounter, parseDocument, visit } from 'yaml'

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

/**
 * Reads one YAML 1.2 document (JSON is one too) of plain values. Aliases are refused, because a few lines of them can
 * stand for gigabytes; so are tags, keys that stand twice and further documents.
 *
 * @returns the document's value; null when it is empty
 * @throws {YamlError} naming the line
 */
export function readYaml(text: string): YamlValue {
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
  return document.toJS() as YamlValue
}
