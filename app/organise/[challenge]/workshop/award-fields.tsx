import { DataTable } from '#app/_ui/data-table.tsx'
import { CellInput, CellSelect } from '#app/_ui/field.tsx'
import type { Workshop } from './workshop-type.ts'

interface AwardFieldsProps {
  tracks: readonly { slug: string; title: string }[]
  awards: Workshop['awards']
}

/** The prizes by track and place, and an empty row. */
export function AwardFields({ tracks, awards }: AwardFieldsProps) {
  const options = tracks.map(({ slug, title }) => ({ value: slug, title }))
  return (
    <DataTable
      caption="Prizes"
      stacked
      rows={[...awards, undefined]}
      rowKey={(award, row) => `${row} ${award?.track.slug} ${award?.place}`}
      columns={[
        {
          title: 'Track',
          cell: (award, row) => (
            <CellSelect
              cardLabel="Track"
              name={`awards.${row}.track`}
              aria-label={`Track of prize ${row + 1}`}
              options={options}
              defaultValue={award?.track.slug}
              style={{ minWidth: '9rem' }}
            />
          ),
        },
        {
          title: 'Place',
          cell: (award, row) => (
            <CellInput
              cardLabel="Place"
              type="number"
              min={1}
              max={100}
              name={`awards.${row}.place`}
              aria-label={`Place of prize ${row + 1}`}
              defaultValue={award?.place ?? 1}
              style={{ minWidth: '5rem' }}
            />
          ),
        },
        {
          title: 'Prize',
          cell: (award, row) => (
            <CellInput
              cardLabel="Prize"
              name={`awards.${row}.prize`}
              aria-label={`Prize ${row + 1}`}
              placeholder={award ? '' : 'A new prize'}
              maxLength={300}
              defaultValue={award?.prize}
              style={{ minWidth: '14rem' }}
            />
          ),
        },
      ]}
    />
  )
}
