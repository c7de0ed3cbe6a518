/** What a dataset command says to people; scripts read `--json`. */
import type { CheckedColumn, CheckOutcome } from '#datasets/check-source.ts'

const SHOWN_COLUMNS = 100
const DELIMITER_NAMES = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const
const FORMAT_NAMES = { csv: 'CSV', parquet: 'Parquet', arrow: 'Arrow', jsonl: 'JSON Lines' } as const

/** The report on one file as lines. */
export function checkReport(outcome: CheckOutcome): string {
  if (outcome.outcome === 'rejected') {
    const lines = outcome.problems.map((problem) => `  ${placed(problem)}`)
    return ['Rejected:', ...lines].join('\n')
  }
  const { format, compression, encoding, delimiter, rowCount, columns, warnings } = outcome
  const traits = [
    FORMAT_NAMES[format] + (delimiter ? ` with ${DELIMITER_NAMES[delimiter]}` : ''),
    ...(encoding === 'utf-16' ? ['UTF-16'] : []),
    ...(compression ? [compression] : []),
    `${rowCount} ${rowCount === 1 ? 'row' : 'rows'}`,
    `${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`,
  ]
  const hidden = columns.length - SHOWN_COLUMNS
  return [
    `Accepted: ${traits.join(', ')}.`,
    ...columnTable(columns.slice(0, SHOWN_COLUMNS)),
    ...(hidden > 0 ? [`  … and ${hidden} more; --json lists them all`] : []),
    ...warnings.map((warning) => `Note: ${placed(warning)}`),
  ].join('\n')
}

interface Placed {
  line?: number
  column?: string
  message: string
}

function placed({ line, column, message }: Placed): string {
  const where = [line === undefined ? '' : `line ${line}`, column === undefined ? '' : printable(column)]
  const prefix = where.filter((part) => part !== '').join(', ')
  return prefix === '' ? message : `${prefix}: ${message}`
}

function columnTable(columns: readonly CheckedColumn[]): string[] {
  const rows = columns.map(({ name, type, modality, role, reason = '' }) => [
    printable(name),
    type,
    modality,
    role,
    printable(reason, 300),
  ])
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
}

/** A text of the file as a terminal may show it: control characters could do more than be shown. */
function printable(text: string, most = 60): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text
  return shown.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
