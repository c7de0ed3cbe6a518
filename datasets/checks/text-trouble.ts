import { cellText } from '../cell-text.ts'
import { HINT } from '../machine/text-scan-code.ts'
import type { ColumnSchema, TableSchema } from '../schema.ts'
import { textFacts } from '../stats/cell-hashes.ts'
import type { BatchObserver, StringColumn, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { findAddress, findTelephone } from './personal-data.ts'
import { DAMAGE_KINDS } from './text-damage.ts'

/** Longer cells are looked at by their beginning. */
const LONGEST_LOOK = 20_000
/** Fewer findings than this, in fewer than a thousandth of the cells, are worth knowing but no alarm. */
const ALARMING = 10
const SHOWN_AROUND = 12

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

  /** @param hints of each row; a cell with none is passed over without being decoded */
  observe(column: StringColumn, hints: Uint8Array): void {
    const mayHave = HINT.damage | HINT.address | (this.column.modality === 'id' ? 0 : HINT.telephone)
    for (let row = 0; row < hints.length; row++) {
      if (!column.nulls[row]) this.cells++
      if ((hints[row] & mayHave) !== 0) this.#look(column, row, hints[row] & mayHave)
    }
  }

  #look(column: StringColumn, row: number, hints: number): void {
    const text = (cellText(column, row) ?? '').slice(0, LONGEST_LOOK)
    if (hints & HINT.damage) this.#lookForDamage(text)
    if (hints & HINT.address) note(this.addresses, findAddress(text))
    if (hints & HINT.telephone) note(this.telephones, findTelephone(text))
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
      if (column.type === 'string') watched.observe(column, textFacts(batch, column).hints)
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
