import { Badge } from '#app/_ui/badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { TabLinks } from '#app/_ui/tabs.tsx'
import { Associations } from './associations.tsx'
import { ColumnPicture } from './column-picture.tsx'
import { imageAddress } from './image-address.ts'
import { LabelViews } from './label-views.tsx'
import type { Dataset, Release } from './load-dataset.ts'
import { profilesOf, samplesOf } from './profile-shape.ts'
import { RowsTable } from './rows-table.tsx'

/** Enough to get a feeling. */
const SHOWN_ROWS = 20

type Column = NonNullable<Release['schema']>['tables'][number]['columns'][number]

/** One table of a release at a time: its columns with pictures of what they hold, then its first rows. */
export function TableExplorer({
  dataset,
  release,
  wanted,
}: {
  dataset: Dataset
  release: Release
  wanted?: string
}) {
  const tables = release.schema?.tables ?? []
  const table = tables.find(({ name }) => name === wanted) ?? tables[0]
  if (!table) return null
  const address = (name: string) => paths.table(dataset.slug, release.id, name)
  const profile = profilesOf(release.profile)[table.name]
  const sample = samplesOf(release.sampleRows)[table.name]
  const images = imageAddress(release)
  const instants = new Set(
    table.columns.filter(({ modality }) => modality === 'datetime').map(({ name }) => name),
  )
  const byName = new Map(profile?.columns.map((column) => [column.name, column]))
  return (
    <>
      <Section
        title="Columns"
        aside={table.rows !== undefined && `${wholeText(table.rows)} rows in ${table.name}`}
      >
        <TabLinks
          label="Tables"
          tabs={tables.map(({ name }) => ({ title: name, href: address(name) }))}
          current={address(table.name)}
        />
        <DataTable
          caption={`Columns of ${table.name}`}
          stacked
          rows={table.columns}
          rowKey={(column) => column.name}
          columns={[
            {
              title: 'Column',
              cell: (column) => (
                <>
                  <code className="break-all font-mono font-semibold">{column.name}</code>
                  {column.description && (
                    <p className="mt-1 max-w-72 text-sm text-muted">{column.description}</p>
                  )}
                </>
              ),
            },
            {
              title: 'Type',
              cell: (column) => <ColumnType column={column} />,
            },
            {
              title: 'Values',
              align: 'right',
              wideOnly: true,
              cell: (column) => <Counts profile={byName.get(column.name)} />,
            },
            {
              title: 'What it holds',
              cell: (column) => {
                const one = byName.get(column.name)
                return (
                  one && <ColumnPicture profile={one} instants={instants.has(column.name)} images={images} />
                )
              },
            },
          ]}
        />
        {sample && (
          <div className="mt-10">
            <h3 className="called mb-3 text-xl">First rows of {table.name}</h3>
            <RowsTable
              caption={`First rows of ${table.name}`}
              table={table}
              columns={sample.columns}
              rows={sample.rows.slice(0, SHOWN_ROWS)}
              images={images}
            />
            <p className="mt-4">
              <a className="link font-semibold" href={paths.rows(dataset.slug, release.id, table.name)}>
                Browse, search and filter all {wholeText(table.rows ?? 0)} rows
              </a>
            </p>
          </div>
        )}
      </Section>
      {profile && <LabelViews profile={profile} instants={instants} />}
      {profile && <Associations profile={profile} />}
    </>
  )
}

function ColumnType({ column }: { column: Column }) {
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone={column.role === 'label' ? 'accent' : 'plain'}>{column.role}</Badge>
      <Badge tone="outline">{column.modality}</Badge>
      <span className="w-full text-sm text-muted">
        {column.type}
        {column.unit && `, ${column.unit}`}
      </span>
    </span>
  )
}

function Counts({ profile }: { profile?: { nulls: number; distinct: number; distinctExact: boolean } }) {
  if (!profile) return null
  return (
    <span className="whitespace-nowrap text-sm">
      {profile.distinctExact ? '' : 'about '}
      {wholeText(profile.distinct)} different
      <br />
      <span className="text-muted">
        {profile.nulls === 0 ? 'none empty' : `${wholeText(profile.nulls)} empty`}
      </span>
    </span>
  )
}
