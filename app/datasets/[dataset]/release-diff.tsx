import { Badge } from '#app/_ui/badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { countText, wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import type { Dataset, Release } from './load-dataset.ts'

type Diff = NonNullable<Release['diff']>
type TableDiff = Diff['tables'][number]
type ColumnChange = TableDiff['columns'][number]

/** What is new in a release: columns and rows against the release before; for organisers the answers too. */
export function ReleaseDiff({ dataset, release }: { dataset: Dataset; release: Release }) {
  const { diff, truthDiff } = release
  if (!diff) return null
  const { id, version } = diff.previous
  const { trainToTest, testToTrain } = diff.moved
  return (
    <Section
      id="changes"
      title={`Changes since release ${version}`}
      aside={
        <a className="link" href={`${paths.dataset(dataset.slug)}?release=${id}`}>
          Look at release {version}
        </a>
      }
    >
      <div className="grid grid-cols-1 gap-8">
        {diff.tables.map((table) => (
          <TableChanges key={table.table} diff={table} />
        ))}
        {trainToTest + testToTrain > 0 && (
          <p className="max-w-measure">
            {countText(trainToTest, 'row')} went from train to test, {countText(testToTrain, 'row')} from test
            to train.
          </p>
        )}
        {truthDiff && truthDiff.length > 0 && <TruthChanges rows={truthDiff} />}
      </div>
    </Section>
  )
}

function TableChanges({ diff }: { diff: TableDiff }) {
  const { table, state, rows, columns, rowsBefore, rowsAfter } = diff
  const same = rows && rows.added + rows.removed + rows.changed === 0 && columns.length === 0
  return (
    <div className="border-l-4 border-edge pl-4">
      <h3 className="called mb-2 text-xl">
        {table} {state !== 'kept' && <Badge tone={state === 'added' ? 'good' : 'warn'}>{state}</Badge>}
      </h3>
      {same ? (
        <p className="text-muted">The same {wholeText(rowsAfter)} rows and columns.</p>
      ) : (
        <p>
          {wholeText(rowsBefore)} → {countText(rowsAfter, 'row')}
          {!rows && state === 'kept' && '; they were not compared one by one'}
        </p>
      )}
      {columns.length > 0 && (
        <ul className="mt-2 grid gap-1">
          {columns.map((change) => (
            <li key={`${change.column} ${change.change}`}>
              <code className="font-mono font-semibold">{change.column}</code> {columnText(change)}
            </li>
          ))}
        </ul>
      )}
      {rows && !same && <RowChanges rows={rows} />}
    </div>
  )
}

function columnText({ change, before, after }: ColumnChange): string {
  if (change === 'added') return `is new (${after})`
  if (change === 'removed') return `is gone (${before})`
  return `${change === 'nullable' ? '' : `${change}: `}${before} → ${after}`
}

function RowChanges({ rows }: { rows: NonNullable<TableDiff['rows']> }) {
  const groups = [
    ['added', rows.examples.added, rows.added],
    ['removed', rows.examples.removed, rows.removed],
    ['changed', rows.examples.changed, rows.changed],
  ] as const
  return (
    <dl className="mt-3 grid grid-cols-1 gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[8rem_1fr]">
      {groups
        .filter(([, , count]) => count > 0)
        .map(([what, examples, count]) => (
          <div key={what} className="contents">
            <dt className="font-semibold">{`${countText(count, 'row')} ${what}`}</dt>
            <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1 max-sm:mb-2">
              {examples.map((id) => (
                <code key={id} className="max-w-full break-words bg-sunken px-1.5 font-mono">
                  {id}
                </code>
              ))}
              {count > examples.length && `and ${wholeText(count - examples.length)} more`}
            </dd>
          </div>
        ))}
      {rows.byColumn.length > 0 && (
        <div className="contents">
          <dt className="font-semibold">Other values</dt>
          <dd>
            {rows.byColumn.map(({ column, rows: n }) => `${column} in ${countText(n, 'row')}`).join(', ')}
          </dd>
        </div>
      )}
    </dl>
  )
}

function TruthChanges({ rows }: { rows: NonNullable<Release['truthDiff']> }) {
  return (
    <div>
      <h3 className="called mb-2 text-xl">Withheld answers</h3>
      <p className="mb-2 text-sm text-muted">
        Of the rows that both releases withhold: how many have another answer now, and how many went from the
        public to the private part or back. Only who runs the dataset sees this.
      </p>
      <DataTable
        caption="Changes of withheld answers"
        rows={rows}
        rowKey={(row) => row.definition}
        columns={[
          { title: 'Answer', cell: (row) => row.definition },
          { title: 'Rows in both', align: 'right', cell: (row) => wholeText(row.inBoth) },
          { title: 'Other answer', align: 'right', cell: (row) => wholeText(row.labelsChanged) },
          { title: 'Other part', align: 'right', cell: (row) => wholeText(row.partsChanged) },
        ]}
      />
    </div>
  )
}
