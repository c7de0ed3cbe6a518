import { addressOf, type ReleaseWords, readCreator, semanticVersion, sheetOf } from './release-words.ts'

/** How to cite a release: one line for a reference list, and an entry for BibTeX. */
export interface Citation {
  text: string
  bibtex: string
}

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Text that BibTeX and LaTeX print as it stands. */
function latex(text: string): string {
  return text.replace(/[\\~^]|[&%$#_{}]/g, (found) => SPECIAL[found] ?? `\\${found}`)
}

function key(words: ReleaseWords): string {
  const name = (words.slug ?? words.title).toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${name.replace(/^-+|-+$/g, '') || 'dataset'}-${words.version ?? 1}`
}

/**
 * Cites a release after its datasheet: creators in their order, year, title, version, place.
 *
 * @example citeRelease({ title: 'Birds', version: 2, published: '2026-01-31', slug: 'birds', … }).text
 * // Lovelace, Ada; Institute of Birds (2026). Birds (Version 2.0.0) [Data set]. https://…
 */
export function citeRelease(words: ReleaseWords): Citation {
  const creators = sheetOf(words).creators.map(readCreator)
  const year = words.published?.slice(0, 4)
  const version = semanticVersion(words)
  const address = addressOf(words)
  const names = creators.map(({ name }) => name).join('; ')
  const title = `${words.title} (Version ${version}) [Data set]`
  const dated = year ? ` (${year})` : ''
  // without creators the title takes their place
  const text = `${names ? `${names}${dated}. ${title}` : `${title}${dated}`}.${address ? ` ${address}` : ''}`

  const authors = creators.map(({ name, body }) => (body ? `{${latex(name)}}` : latex(name))).join(' and ')
  const doi = sheetOf(words).doi
  const fields: [string, string | undefined][] = [
    ['author', authors || undefined],
    ['title', `{${latex(words.title)}}`],
    ['year', year],
    ['version', version],
    // LaTeX's \url and doi fields take these characters as they are
    ['doi', doi ?? undefined],
    ['url', address],
    ['note', 'Data set'],
  ]
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}},`] : []))
  return { text, bibtex: `@misc{${key(words)},\n${lines.join('\n')}\n}\n` }
}
