/** A Parquet column's type in words and in types of the data standard. */
import type { DeclaredColumn } from '../declared-column.ts'
import type { ColumnType } from './column-type.ts'

const STAMP_UNITS: Readonly<Record<number, string>> = { 1000: 'ms', 1000000: 'us', 1000000000: 'ns' }

/** What the file says about a column. */
export function declaredColumn({ meaning }: ColumnType): DeclaredColumn {
  switch (meaning.is) {
    case 'boolean':
      return { name: 'boolean', candidates: ['boolean'] }
    case 'signed':
    case 'unsigned':
      return { name: `${meaning.is === 'signed' ? '' : 'u'}int${meaning.bits}`, candidates: ['int64'] }
    case 'float':
    case 'half':
      return { name: meaning.is, candidates: ['float64'] }
    case 'decimal': {
      const { precision, scale } = meaning
      return { name: `decimal(${precision}, ${scale})`, candidates: [scale > 0 ? 'float64' : 'int64'] }
    }
    case 'date':
      return { name: 'date', candidates: ['date'] }
    case 'timestamp':
      return { name: `timestamp[${STAMP_UNITS[meaning.perSecond]}]`, candidates: ['timestamp'] }
    case 'int96':
      return { name: 'timestamp (int96)', candidates: ['timestamp'] }
    case 'time':
      return { name: 'time of day', candidates: [] }
    default:
      return { name: meaning.is === 'uuid' ? 'uuid' : 'string', candidates: [] }
  }
}
