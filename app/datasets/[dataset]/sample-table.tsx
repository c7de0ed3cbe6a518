import { DataTable } from '#app/_ui/data-table.tsx'
import type { ImageAddress } from './image-address.ts'
import type { Release } from './load-dataset.ts'
import type { SampleRows } from './profile-shape.ts'

type Table = NonNullable<Release['schema']>['tables'][number]

/** Enough to get a feeling; the rest is in the files. */
const SHOWN_ROWS = 20
const LONGEST_CELL = 140

interface SampleTableProps {
  table: Table
  sample: SampleRows
  images: ImageAddress
}

/** The first rows of a table as they are in the files, images shown. */
export function SampleTable({ table, sample, images }: SampleTableProps) {
  const columns = new Map(table.columns.map((column) => [column.name, column]))
  return (
    <DataTable
      caption={`First rows of ${table.name}`}
      rows={sample.rows.slice(0, SHOWN_ROWS)}
      rowKey={(_, i) => String(i)}
      columns={sample.columns.map((name, at) => {
        const modality = columns.get(name)?.modality
        return {
          title: <span className="font-mono normal-case tracking-normal">{name}</span>,
          align: modality === 'numeric' ? ('right' as const) : ('left' as const),
          cell: (row: (string | null)[]) => (
            <Cell text={row[at]} image={modality === 'image' ? images : undefined} />
          ),
        }
      })}
    />
  )
}

function Cell({ text, image }: { text: string | null; image?: ImageAddress }) {
  if (text === null) return <span className="text-sm italic text-muted">null</span>
  const address = image?.(text)
  if (address) {
    return (
      <img
        src={address}
        alt={text}
        loading="lazy"
        className="size-12 max-w-none bg-white object-contain p-1 ring-1 ring-line"
      />
    )
  }
  const shown = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text
  return <span className={shown.length > 30 ? 'block min-w-56 max-w-96' : 'whitespace-nowrap'}>{shown}</span>
}
