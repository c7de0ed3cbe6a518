/**
 * `grandstand dataset register`: sends the tables of a dataset to a Grandstand, as an organiser would by page: a release
 * is made, its schema proposed or given, both formats written. Exit 0 ready, 1 refused, 2 called wrongly, 3 fault.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Upload } from 'tus-js-client'
import { type RunCommand, UsageError } from './command.ts'
import { RefusedError, type SiteClient, siteClient } from './site-client.ts'

const POLL_MS = 500
const PIECE_BYTES = 32 * 1_048_576

interface Words {
  site: string
  token: string
  slug: string
  /** Of a new dataset: title, summary, kind, licence. */
  about: Record<string, string | undefined>
  /** Path of each table, by its name in the release. */
  tables: ReadonlyMap<string, string>
  schemaPath?: string
}

interface ReleaseAnswer {
  id: string
  version: number
  status: string
  problems: { message: string; line?: number; column?: string }[]
  sources: { table: string; sha256: string }[]
  schema: {
    tables: { name: string; columns: { name: string; type: string; role: string; reason?: string }[] }[]
  } | null
  checks: { severity: string; message: string }[] | null
}

/** See the file's head. The words are those after `dataset register`. */
export const datasetRegisterCommand: RunCommand = async (argv) => {
  const words = await readWords(argv)
  const client = siteClient(words.site, words.token)
  try {
    return await register(client, words)
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (error instanceof RefusedError) {
      console.error(error.message)
      return error.status >= 500 ? 3 : 1
    }
    console.error(`Could not register the dataset. ${error instanceof Error ? error.message : String(error)}`)
    return 3
  }
}

async function register(client: SiteClient, words: Words): Promise<number> {
  const { slug, tables } = words
  const known = await findOrCreate(client, words)
  const digests = new Map<string, string>()
  for (const [table, path] of tables) digests.set(table, await sha256Of(path))
  const newest = known.releases.find(({ status }) => status === 'ready')
  if (newest && isMadeOf(await client.get<ReleaseAnswer>(`/releases/${newest.id}`), digests)) {
    console.log(
      `Release ${newest.version} of ${slug} was made of exactly these files; there is nothing to do.`,
    )
    return 0
  }
  const release = await client.post<ReleaseAnswer>(`/datasets/${slug}/releases`, {})
  for (const [table, path] of tables) await send(client, release.id, table, path)
  await client.post(`/releases/${release.id}/inspection`, {})
  const proposed = await reached(client, release.id, 'proposed')
  if (!proposed) return 1
  showSchema(proposed)
  const schema = words.schemaPath ? { schema: JSON.parse(await readFile(words.schemaPath, 'utf8')) } : {}
  await client.post(`/releases/${release.id}/build`, schema)
  const ready = await reached(client, release.id, 'ready')
  if (!ready) return 1
  for (const { severity, message } of ready.checks ?? []) console.log(`${severity}: ${message}`)
  console.log(`Release ${ready.version} is ready: ${words.site}/datasets/${slug}?release=${ready.id}`)
  return 0
}

interface KnownDataset {
  releases: { id: string; version: number; status: string }[]
}

async function findOrCreate(client: SiteClient, { slug, about }: Words): Promise<KnownDataset> {
  try {
    return await client.get<KnownDataset>(`/datasets/${slug}`)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 404) throw error
  }
  const missing = Object.keys(about).filter((name) => !about[name])
  if (missing.length > 0) {
    throw new UsageError(`There is no dataset ${slug} yet. To make it, give --${missing.join(', --')} too.`)
  }
  return client.post<KnownDataset>('/datasets', { slug, ...about })
}

/** Whether a release was made of exactly these files, so that the same call twice makes one release. */
function isMadeOf({ sources }: ReleaseAnswer, digests: ReadonlyMap<string, string>): boolean {
  return (
    sources.length === digests.size && sources.every(({ table, sha256 }) => digests.get(table) === sha256)
  )
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Sends a file in pieces; a cut costs only the piece that was under way. */
async function send(client: SiteClient, release: string, table: string, path: string): Promise<void> {
  const { size } = await stat(path)
  const shown = process.stderr.isTTY
  await new Promise<void>((resolve, reject) => {
    new Upload(createReadStream(path), {
      endpoint: client.address('/uploads'),
      headers: client.headers,
      uploadSize: size,
      chunkSize: PIECE_BYTES,
      retryDelays: [500, 2_000, 5_000, 15_000, 60_000],
      metadata: { release, table, filename: basename(path) },
      onProgress: (sent) =>
        shown && process.stderr.write(`\r${table}: ${Math.floor((100 * sent) / size)} % sent`),
      onSuccess: () => resolve(),
      onError: reject,
    }).start()
  })
  if (shown) process.stderr.write('\n')
}

/** The release once it is in a status; undefined, with its problems told, when it failed. */
async function reached(client: SiteClient, id: string, wanted: string): Promise<ReleaseAnswer | undefined> {
  for (;;) {
    const release = await client.get<ReleaseAnswer>(`/releases/${id}`)
    if (release.status === wanted) return release
    if (release.status === 'failed') {
      console.error('The tables were not accepted:')
      for (const { line, column, message } of release.problems) {
        const where = [line && `line ${line}`, column && `column '${column}'`].filter(Boolean).join(', ')
        console.error(where ? `  ${where}: ${message}` : `  ${message}`)
      }
      return undefined
    }
    await sleep(POLL_MS)
  }
}

function showSchema({ schema }: ReleaseAnswer): void {
  for (const { name, columns } of schema?.tables ?? []) {
    console.log(`${name}:`)
    for (const column of columns) {
      console.log(
        `  ${column.name}: ${column.type}, ${column.role}${column.reason ? ` (${column.reason})` : ''}`,
      )
    }
  }
}

async function readWords(argv: readonly string[]): Promise<Words> {
  const text = { type: 'string' } as const
  const options = {
    ...{ site: text, slug: text, title: text, summary: text, kind: text, licence: text, schema: text },
  }
  let parsed: { positionals: string[]; values: Partial<Record<keyof typeof options, string>> }
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { site, slug, schema, title, summary, kind, licence } = parsed.values
  const token = process.env.GRANDSTAND_TOKEN
  if (!site || !slug) throw new UsageError('This takes --site ADDRESS and --slug NAME.')
  if (!token) throw new UsageError('Put a token with the scope `organise` into GRANDSTAND_TOKEN.')
  const tables = new Map<string, string>()
  for (const word of parsed.positionals) {
    const at = word.indexOf('=')
    if (at < 1) throw new UsageError(`Name each file with its table: train=FILE. Found '${word}'.`)
    tables.set(word.slice(0, at), word.slice(at + 1))
  }
  if (tables.size === 0) throw new UsageError('Name the tables: train=FILE test=FILE [images=FILE].')
  for (const path of [...tables.values(), ...(schema ? [schema] : [])]) {
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) throw new UsageError(`There is no file ${path}.`)
  }
  const about = { title, summary, kind, licence }
  return { site: site.replace(/\/+$/, ''), token, slug, about, tables, schemaPath: schema }
}
