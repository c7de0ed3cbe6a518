import type { ReactNode } from 'react'

export interface TableColumn<Row> {
  title: ReactNode
  /** Numbers stand at the right, in figures of one width. */
  align?: 'left' | 'right'
  /** Left out on narrow screens. */
  wideOnly?: boolean
  cell: (row: Row, index: number) => ReactNode
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row, index: number) => string
  /** On narrow screens every row becomes a card, its cells below each other. */
  stacked?: boolean
}

/** A table with a sticky header that scrolls sideways by itself when it must. */
export function DataTable<Row>({ caption, columns, rows, rowKey, stacked }: DataTableProps<Row>) {
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-[0.95rem]">
        <caption className="sr-only">{caption}</caption>
        <thead className={`sticky top-0 z-10 bg-surface ${stacked ? 'max-sm:sr-only' : ''}`}>
          <tr>
            {columns.map((column, i) => (
              <th
                key={i}
                scope="col"
                className={`lettered border-b-2 border-ink py-2.5 text-muted ${place(column)}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr
              key={rowKey(row, r)}
              className={`border-b border-line last:border-0 ${stacked ? STACKED_ROW : ''}`}
            >
              {columns.map((column, i) => (
                <td key={i} className={`align-top ${stacked ? STACKED_CELL : 'py-2.5'} ${place(column)}`}>
                  {column.cell(row, r)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const STACKED_ROW = 'max-sm:block max-sm:py-2.5'
const STACKED_CELL = 'py-2.5 max-sm:block max-sm:px-4 max-sm:py-1.5 max-sm:empty:hidden'

function place({ align, wideOnly }: Pick<TableColumn<never>, 'align' | 'wideOnly'>): string {
  return `px-3 first:pl-4 last:pr-4 ${align === 'right' ? 'figures text-right' : 'text-left'} ${wideOnly ? 'max-sm:hidden print:table-cell' : ''}`
}

/** A box that scrolls sideways and can be reached and scrolled by keyboard. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto border border-line bg-surface print:overflow-visible"
    >
      {children}
    </section>
  )
}
