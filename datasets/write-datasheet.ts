import { filledSections } from '#core/datasheet.ts'
import type { DatasetSchema } from './schema.ts'
import { citeRelease } from './standards/citation.ts'
import { type ReleaseWords, sheetOf } from './standards/release-words.ts'
import type { ReleaseFile } from './table-writers.ts'

/** Text inside a Markdown table: one line, no cell separators. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB'][power]}`
}

function tableSection(table: DatasetSchema['tables'][number]): string {
  const lines = table.columns.map((c) => {
    const categories = c.categories ? `${c.categories.length} categories` : ''
    const notes = [c.description, c.unit && `Unit: ${c.unit}.`, categories && `${categories}.`].filter(
      Boolean,
    )
    const empty = c.nullable ? 'yes' : 'no'
    return `| \`${cell(c.name)}\` | ${c.type} | ${c.modality} | ${c.role} | ${empty} | ${cell(notes.join(' '))} |`
  })
  return [
    `### ${table.name}${table.rows === undefined ? '' : ` (${table.rows} rows)`}`,
    '',
    '| column | type | modality | role | may be empty | description |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

/**
 * The README of a release: what it is, on which terms, the datasheet as far as it was filled in, its tables and files,
 * how to cite it, and how to read it without surprises.
 */
export function writeDatasheet(
  words: ReleaseWords,
  schema: DatasetSchema,
  files: readonly ReleaseFile[],
): string {
  const section = (title: string, body: string | undefined) =>
    body ? `## ${title}\n\n${body.trim()}` : undefined
  const rows = files.map(
    (f) => `| \`${f.path}\` | ${f.rows ?? ''} | ${sizeText(f.sizeBytes)} | \`${f.sha256}\` |`,
  )
  const reading = `Each table is there twice with equal content: CSV (UTF-8, RFC 4180, an empty cell is null, \`""\` is an empty
string) and Parquet (ZSTD). Types are in \`schema.json\`. Ids and labels are strings: with pandas, read the CSV with
\`dtype=str\` for those columns, or \`007\` becomes 7; the Parquet files carry their types. Image cells are paths; unpack
\`images.zip\` beside the tables. Check the download with \`sha256sum -c SHA256SUMS\`. \`croissant.json\` describes all of
it for machine learning tools (Croissant 1.1), \`datapackage.json\` for data tools (Data Package 2.0).`
  const { text, bibtex } = citeRelease(words)
  const parts = [
    `# ${words.title.replace(/\s+/g, ' ')}${words.version ? `, release ${words.version}` : ''}`,
    words.description?.trim() || words.summary,
    section('Licence', [words.licence, words.attribution].filter(Boolean).join('\n\n')),
    section('Citation', `${text}\n\n\`\`\`bibtex\n${bibtex}\`\`\``),
    ...filledSections(sheetOf(words)).map(({ title, text: body }) => section(title, body)),
    section('Tables', schema.tables.map(tableSection).join('\n\n')),
    section('Files', ['| file | rows | size | SHA-256 |', '|---|---|---|---|', ...rows].join('\n')),
    section('Reading the data', reading),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
