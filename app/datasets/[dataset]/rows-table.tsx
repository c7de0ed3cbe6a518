import { DataTable } from '#app/_ui/data-table.tsx'
import { Cell } from './cell.tsx'
import type { ImageAddress } from './image-address.ts'
import type { Release } from './load-dataset.ts'

export type Table = NonNullable<Release['schema']>['tables'][number]

interface RowsTableProps {
  caption: string
  table: Table
  /** Cells in the order of `columns`. */
  columns: readonly string[]
  rows: readonly (readonly (string | null)[])[]
  /** Numbers of the rows, where they stand apart from their order here. */
  numbers?: readonly string[]
  images: ImageAddress
}

/** Rows of a table as they are in the files, images shown. */
export function RowsTable({ caption, table, columns, rows, numbers, images }: RowsTableProps) {
  const known = new Map(table.columns.map((column) => [column.name, column]))
  const numbered = numbers && {
    title: 'Row',
    align: 'right' as const,
    cell: (_: readonly (string | null)[], i: number) => <span className="text-muted">{numbers[i]}</span>,
  }
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(_, i) => numbers?.[i] ?? String(i)}
      columns={[
        ...(numbered ? [numbered] : []),
        ...columns.map((name, at) => {
          const modality = known.get(name)?.modality
          return {
            title: <span className="font-mono normal-case tracking-normal">{name}</span>,
            align: modality === 'numeric' ? ('right' as const) : ('left' as const),
            cell: (row: readonly (string | null)[]) => (
              <Cell text={row[at]} image={modality === 'image' ? images : undefined} />
            ),
          }
        }),
      ]}
    />
  )
}
