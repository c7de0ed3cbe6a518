import type { ParquetType, SchemaElement } from 'hyparquet'
import type { ColumnSchema, ColumnType } from '../schema.ts'

const PHYSICAL: Record<ColumnType, ParquetType> = {
  string: 'BYTE_ARRAY',
  int64: 'INT64',
  float64: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'INT32',
  timestamp: 'INT64',
}

/** How Parquet stores a column type. */
export function physicalType(type: ColumnType): ParquetType {
  return PHYSICAL[type]
}

function annotation(type: ColumnType): Partial<SchemaElement> {
  if (type === 'string') return { converted_type: 'UTF8', logical_type: { type: 'STRING' } }
  if (type === 'date') return { converted_type: 'DATE', logical_type: { type: 'DATE' } }
  if (type !== 'timestamp') return {}
  return {
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  }
}

/** The Parquet schema of a flat table: the root and one element per column. */
export function schemaElements(columns: readonly ColumnSchema[]): SchemaElement[] {
  return [
    { name: 'schema', num_children: columns.length },
    ...columns.map((column) => ({
      name: column.name,
      type: PHYSICAL[column.type],
      repetition_type: column.nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
      ...annotation(column.type),
    })),
  ]
}
