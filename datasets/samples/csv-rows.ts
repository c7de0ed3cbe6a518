/** Small tables held whole in memory, as the sample's makers and baselines want them. An empty cell means null. */
export type Row = Record<string, string>

export interface RowTable {
  columns: string[]
  rows: Row[]
}

/** RFC 4180 text with LF line ends and quotes only where needed; the same rows always give the same bytes. */
export function printCsv({ columns, rows }: RowTable): string {
  const line = (cells: string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('')
}

/** Where the quoted cell that opens at `from` ends: the position of its closing quote. */
function closingQuote(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (text[end + 1] === '"') end = text.indexOf('"', end + 2)
  return end
}

/** The cells of every line, unquoted. */
function parseCells(text: string): string[][] {
  const records: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    let end: number
    if (text[at] === '"') {
      end = closingQuote(text, at) + 1
      records.at(-1)!.push(text.slice(at + 1, end - 1).replaceAll('""', '"'))
    } else {
      end = at
      while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++
      records.at(-1)!.push(text.slice(at, end))
    }
    if (text[end] === '\n' && end + 1 < text.length) records.push([])
    at = end + 1
  }
  return records
}

/** Reads what printCsv writes, and nothing else. For files of strangers there is the reader in scoring/readers. */
export function parseCsv(text: string): RowTable {
  const [columns, ...records] = parseCells(text)
  const rows = records.map((cells) => {
    const row: Row = {}
    // a line that ends in a comma has an empty last cell
    columns.forEach((column, i) => {
      row[column] = cells[i] ?? ''
    })
    return row
  })
  return { columns, rows }
}
