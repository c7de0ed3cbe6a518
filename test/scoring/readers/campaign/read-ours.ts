/** A process that reads files with our reader: as texts, then as numbers where the texts are numbers. */
import { GrandstandError } from '#core/errors.ts'
import type { ColumnForm } from '#core/table.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { readRows, readTable, type Value, valueAt } from '../read-cells.ts'
import { type Answer, answerLines } from './answer.ts'

/** Few enough that damage cannot ask for a table of gigabytes. */
const limits = { rows: 100_000 }

const NUMBER = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|nan|inf)$/i

function numberOf(text: string): number {
  if (/nan/i.test(text)) return Number.NaN
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}

function sameNumber(value: Value, text: Value): boolean {
  if (value === null || text === null) return value === text
  const wanted = numberOf(String(text))
  // the text of a single is the shortest that reads back as it
  return Object.is(value, wanted) || value === wanted || value === Math.fround(wanted)
}

/** The same file with its columns of number literals as numbers must hold the same numbers, in our arrays or its own. */
async function checkNumbers(path: string, texts: Value[][], width: number): Promise<string | undefined> {
  const forms: ColumnForm[] = Array.from({ length: width }, (_, c) =>
    texts.every((row) => row[c] === null || NUMBER.test(String(row[c]))) ? 'number' : 'text',
  )
  const table = await openTable(path, { columns: () => forms, limits })
  const targets = forms.map((form) => (form === 'number' ? new Float64Array(texts.length) : undefined))
  let count = 0
  for await (const batch of table.batches(targets)) {
    for (let row = 0; row < batch.rowCount; row++, count++) {
      for (let c = 0; c < width; c++) {
        const value = valueAt(batch, c, row)
        const text = texts[count]?.[c]
        const isSame = forms[c] === 'number' ? sameNumber(value, text) : value === text
        if (!isSame) return `row ${count + 1}, column ${c + 1}: ${value} as ${forms[c]}, ${text} as text`
      }
    }
  }
  const again = await readRows(await openTable(path, { columns: () => forms, limits }))
  return count === texts.length && again.length === count ? undefined : 'another number of rows'
}

async function read(path: string): Promise<Answer> {
  try {
    const { columns, rows } = await readTable(path, { limits })
    const wrong = await checkNumbers(path, rows, columns.length)
    if (wrong !== undefined) return { failed: wrong }
    return {
      read: { columns: [...columns], rows: rows.map((row) => row.map((cell) => cell as string | null)) },
    }
  } catch (error) {
    if (error instanceof GrandstandError && error.code === 'file_rejected' && error.problems.length > 0) {
      return { refused: error.message }
    }
    throw error
  }
}

await answerLines(read)
