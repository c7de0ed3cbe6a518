/** The table that is imported: mixed columns with nulls, equal bytes for an equal seed and number of rows. */
import { closeSync, openSync, writeSync } from 'node:fs'

const WORDS =
  'chair table lamp oak brass round small large light dark wooden metal glass used new folding garden kitchen desk blue'.split(
    ' ',
  )
const CITIES = ['Oslo', 'Lima', 'Kyoto', 'Zürich', 'Porto', 'Accra', 'Quito', 'Perth', 'Graz', 'Cork']
const CLASSES = ['a', 'b', 'c', 'd', 'e']
/** The header, in order; ten of the fourteen columns have empty cells in one row of twenty. */
export const COLUMNS = 'id,count,price,ratio,big,city,colour,size,title,notes,born,seen,active,label'.split(
  ',',
)
const CHUNK_BYTES = 1 << 20
const NULL_SHARE = 0.05

/** Mulberry32: small, quick, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Writes a CSV of `rows` rows of about 150 bytes. */
export function makeTable(path: string, rows: number, seed = 1): void {
  const random = seeded(seed)
  const below = (n: number) => Math.floor(random() * n)
  const of = (list: readonly string[]) => list[below(list.length)]
  const or = (cell: string) => (random() < NULL_SHARE ? '' : cell)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = () => `${1950 + below(70)}-${two(1 + below(12))}-${two(1 + below(28))}`
  const words = (n: number) => Array.from({ length: n }, () => of(WORDS)).join(' ')
  const file = openSync(path, 'w')
  let text = `${COLUMNS.join(',')}\n`
  for (let row = 0; row < rows; row++) {
    const notes = random() < 0.1 ? `"${words(4)}, ""as ${of(WORDS)}"""` : words(6 + below(8))
    const cells = [
      `r${row.toString(36).padStart(7, '0')}`,
      or(String(below(100_000))),
      or((random() * 1000).toFixed(2)),
      or(String(random())),
      or(`${9007199254 + below(1000)}${below(1_000_000)}`),
      or(of(CITIES)),
      or(of(WORDS)),
      String(1 + below(6)),
      or(words(3)),
      or(notes),
      or(day()),
      or(`${day()}T${two(below(24))}:${two(below(60))}:${two(below(60))}Z`),
      or(random() < 0.5 ? 'true' : 'false'),
      of(CLASSES),
    ]
    text += `${cells.join(',')}\n`
    if (text.length < CHUNK_BYTES) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(file, text)
  closeSync(file)
}
