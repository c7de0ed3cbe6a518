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
    <div>
      <h3 className="called mb-2 text-xl">
        {table} {state !== 'kept' && <Badge tone={state === 'added' ? 'good' : 'warn'}>{state}</Badge>}
      </h3>
      {same ? (
        <p className="text-muted">The same {wholeText(rowsAfter)} rows and columns.</p>
      ) : (
        <p>
          {wholeText(rowsBefore)} → {countText(rowsAfter, 'row')}
          {rows &&
            `: ${wholeText(rows.added)} added, ${wholeText(rows.removed)} removed, ${wholeText(rows.changed)} changed`}
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
    ['Added', rows.examples.added, rows.added],
    ['Removed', rows.examples.removed, rows.removed],
    ['Changed', rows.examples.changed, rows.changed],
  ] as const
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
      {groups
        .filter(([, examples]) => examples.length > 0)
        .map(([title, examples, count]) => (
          <div key={title} className="contents">
            <dt className="lettered text-muted">{title}</dt>
            <dd className="min-w-0 break-words font-mono">
              {examples.join(' · ')}
              {count > examples.length && ` and ${wholeText(count - examples.length)} more`}
            </dd>
          </div>
        ))}
      {rows.byColumn.length > 0 && (
        <div className="contents">
          <dt className="lettered text-muted">Values</dt>
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
        Only who runs the dataset sees this. Rows that both releases withhold.
      </p>
      <DataTable
        caption="Changes of withheld answers"
        rows={rows}
        rowKey={(row) => row.definition}
        columns={[
          { title: 'Answer', cell: (row) => row.definition },
          { title: 'Rows', align: 'right', cell: (row) => wholeText(row.inBoth) },
          { title: 'Other label', align: 'right', cell: (row) => wholeText(row.labelsChanged) },
          { title: 'Other part', align: 'right', cell: (row) => wholeText(row.partsChanged) },
        ]}
      />
    </div>
  )
}
