import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What sources become, kept from process to process below a repository's `node_modules/.cache`: stripping takes most of
 * the time of staging. Entries go by the content of the source, so none is ever stale. It is only a cache: where it cannot
 * be read or written, everything is done anew. Whoever can write there could change the sources as well.
 */
export class StrippedSources {
  readonly #folder: string
  readonly #known: Map<string, string>
  readonly #used = new Map<string, string>()
  readonly #strip: (source: string) => string

  /**
   * @param root absolute path of the repository
   * @param strip what is done to a source that is not known
   */
  constructor(root: string, strip: (source: string) => string) {
    this.#folder = join(root, 'node_modules', '.cache', 'grandstand')
    this.#strip = strip
    this.#known = this.#load()
  }

  /** The stripped form of a source. */
  get(source: string): string {
    const key = createHash('sha256').update(source).digest('base64')
    const stripped = this.#known.get(key) ?? this.#strip(source)
    this.#used.set(key, stripped)
    return stripped
  }

  /** Keeps what was asked for, and nothing else, if any of it is new. */
  save(): void {
    if ([...this.#used.keys()].every((key) => this.#known.has(key))) return
    try {
      mkdirSync(this.#folder, { recursive: true })
      const partial = `${this.#file}.${process.pid}`
      writeFileSync(partial, JSON.stringify([...this.#used]), { mode: 0o600 })
      renameSync(partial, this.#file)
    } catch {
      // a read-only installation
    }
  }

  get #file(): string {
    return join(this.#folder, `stripped-${process.version}.json`)
  }

  #load(): Map<string, string> {
    try {
      return new Map(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return new Map()
    }
  }
}
