import type { DatasetSchema } from './schema.ts'
import type { ReleaseFile } from './table-writers.ts'

/** What an organiser says about a dataset, for the README of its releases. */
export interface Datasheet {
  title: string
  /** Markdown. */
  description?: string
  /** SPDX expression. */
  licence?: string
  /** Whom to name, in one paragraph. */
  attribution?: string
  /** Markdown: how the data was collected, cleaned and labelled, and what it must not be used for. */
  provenance?: string
  version?: string
}

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

/** The README of a release: what it is, on which terms, its tables and files, and how to read them without surprises. */
export function writeDatasheet(
  sheet: Datasheet,
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
\`images.zip\` beside the tables. Check the download with \`sha256sum -c SHA256SUMS\`.`
  const parts = [
    `# ${sheet.title.replace(/\s+/g, ' ')}${sheet.version ? `, release ${sheet.version}` : ''}`,
    sheet.description?.trim(),
    section('Licence', [sheet.licence, sheet.attribution].filter(Boolean).join('\n\n')),
    section('Provenance', sheet.provenance),
    section('Tables', schema.tables.map(tableSection).join('\n\n')),
    section('Files', ['| file | rows | size | SHA-256 |', '|---|---|---|---|', ...rows].join('\n')),
    section('Reading the data', reading),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
