import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { cache } from 'react'

export interface HandbookPage {
  /** Address below /docs: `errors`, `decisions/001-database`. */
  name: string
  title: string
  text: string
}

/** The folder of the handbook; the process runs in the repository. */
function folder(): string {
  return path.join(process.cwd(), 'docs')
}

/** A page of docs/, or undefined. Links between Markdown files become links between pages. */
export async function readPage(name: string): Promise<HandbookPage | undefined> {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(name)) return undefined
  const text = await readFile(path.join(folder(), `${name}.md`), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  return { name, title: titleOf(text) ?? name, text: text.replace(/(\]\([^)\s]*?)\.md(#[^)]*)?\)/g, '$1$2)') }
}

/** The pages in the order of a first reading; decision records are linked from the architecture. */
export const listPages = cache(async (): Promise<Pick<HandbookPage, 'name' | 'title'>[]> => {
  const files = await readdir(folder()).catch(() => [])
  const names = files.filter((file) => file.endsWith('.md')).map((file) => file.slice(0, -3))
  const order = ['guide', 'data-standard', 'metrics', 'api', 'errors', 'operations', 'architecture']
  const place = (name: string) => (order.indexOf(name) + order.length + 1) % (order.length + 1)
  names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
  const pages = await Promise.all(names.map(readPage))
  return pages.filter((page) => page !== undefined).map(({ name, title }) => ({ name, title }))
})

function titleOf(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1]
}
