import { cellText } from '../cell-text.ts'
import type { ColumnSchema, TableSchema } from '../schema.ts'
import type { BatchObserver, StringColumn, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { findAddress, findTelephone } from './personal-data.ts'
import { DAMAGE_KINDS } from './text-damage.ts'

/** Longer cells are looked at by their beginning. */
const LONGEST_LOOK = 20_000
/** Fewer findings than this, in fewer than a thousandth of the cells, are worth knowing but no alarm. */
const ALARMING = 10
const SHOWN_AROUND = 12

const DAMAGE = 1
const ADDRESS = 2
const DIGIT = 4
/** What a byte may be the beginning of; a cell with none of these is passed over without being decoded. */
const HINTS = new Uint8Array(256)
for (const byte of ['&', '\\']) HINTS[byte.charCodeAt(0)] = DAMAGE
// the first bytes of Ã, Â, â, ð and of U+FFFD in UTF-8
for (const byte of [0xc3, 0xef]) HINTS[byte] = DAMAGE
HINTS['@'.charCodeAt(0)] = ADDRESS
for (let digit = 0x30; digit <= 0x39; digit++) HINTS[digit] = DIGIT
const TELEPHONE_DIGITS = 7

interface Finding {
  what: string
  count: number
  examples: string[]
}

class ColumnTrouble {
  readonly column: ColumnSchema
  readonly at: number
  readonly damage: Finding[] = DAMAGE_KINDS.map(({ what }) => ({ what, count: 0, examples: [] }))
  readonly addresses: Finding = { what: 'e-mail addresses', count: 0, examples: [] }
  readonly telephones: Finding = { what: 'telephone numbers', count: 0, examples: [] }
  damaged = 0
  cells = 0

  constructor(column: ColumnSchema, at: number) {
    this.column = column
    this.at = at
  }

  observe(column: StringColumn, rowCount: number): void {
    const { bytes, starts, ends, nulls } = column
    const mayCall = this.column.modality !== 'id'
    for (let row = 0; row < rowCount; row++) {
      if (nulls[row]) continue
      this.cells++
      const start = starts[row]
      const end = Math.min(ends[row], start + LONGEST_LOOK)
      let hints = 0
      let digits = 0
      for (let i = start; i < end; i++) {
        const hint = HINTS[bytes[i]]
        hints |= hint
        digits += hint >> 2
      }
      const telephone = mayCall && digits >= TELEPHONE_DIGITS && digits < end - start
      if ((hints & ~DIGIT) !== 0 || telephone) this.#look(column, row, hints, telephone)
    }
  }

  #look(column: StringColumn, row: number, hints: number, telephone: boolean): void {
    const text = (cellText(column, row) ?? '').slice(0, LONGEST_LOOK)
    if (hints & DAMAGE) this.#lookForDamage(text)
    if (hints & ADDRESS) note(this.addresses, findAddress(text))
    if (telephone) note(this.telephones, findTelephone(text))
  }

  #lookForDamage(text: string): void {
    let any = false
    DAMAGE_KINDS.forEach(({ pattern }, i) => {
      const found = pattern.exec(text)
      if (!found) return
      any = true
      const from = Math.max(0, found.index - SHOWN_AROUND)
      note(this.damage[i], text.slice(from, found.index + found[0].length + SHOWN_AROUND))
    })
    if (any) this.damaged++
  }
}

function note(finding: Finding, example: string | undefined): void {
  if (example === undefined) return
  finding.count++
  if (finding.examples.length < 5 && !finding.examples.includes(example)) finding.examples.push(example)
}

/**
 * Watches every column of strings for damage from wrong encodings and for likely personal data: addresses of e-mail,
 * and telephone numbers outside ids. Examples of personal data are shown with their ends hidden.
 */
export class TextTrouble implements BatchObserver {
  readonly #table: TableSchema
  readonly #columns: ColumnTrouble[]

  constructor(table: TableSchema) {
    this.#table = table
    this.#columns = table.columns.flatMap((column, at) =>
      column.type === 'string' && column.modality !== 'image' ? [new ColumnTrouble(column, at)] : [],
    )
  }

  observe(batch: TypedBatch): void {
    for (const watched of this.#columns) {
      const column = batch.columns[watched.at]
      if (column.type === 'string') watched.observe(column, batch.rowCount)
    }
  }

  checks(): Check[] {
    return this.#columns.flatMap(({ column, cells, damaged, damage, addresses, telephones }) => {
      const say = (code: Check['code'], count: number, findings: readonly Finding[]): Check[] => {
        const found = findings.filter((one) => one.count > 0)
        if (found.length === 0) return []
        const parts = found.map(
          ({ what, count: n, examples }) => `${n} with ${what}, such as ${quoteSome(examples, 2)}`,
        )
        const severity = count >= ALARMING || count >= cells / 1000 ? 'warning' : 'info'
        const message = `${share(count, cells)} cells of '${column.name}': ${parts.join('; ')}.`
        return [{ code, severity, table: this.#table.name, column: column.name, message }]
      }
      const personal = Math.max(addresses.count, telephones.count)
      return [
        ...say('text_damage', damaged, damage),
        ...say('personal_data', personal, [addresses, telephones]),
      ]
    })
  }
}
