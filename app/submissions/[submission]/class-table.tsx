import { DataTable } from '#app/_ui/data-table.tsx'
import { scoreText, wholeText } from '#app/_ui/numbers.ts'
import type { SplitReport } from './submission-types.ts'

/** Few enough to show at once. */
const OPEN_UP_TO = 20

/** Precision, recall and F1 of every class, the weakest first. */
export function ClassTable({ rows, title }: { rows: NonNullable<SplitReport['perClass']>; title: string }) {
  const weakestFirst = [...rows].sort((a, b) => a.f1 - b.f1)
  return (
    <details open={rows.length <= OPEN_UP_TO} className="mt-8">
      <summary className="mb-3 font-semibold">{wholeText(rows.length)} classes, the weakest first</summary>
      <DataTable
        caption={`Classes, ${title}`}
        rows={weakestFirst}
        rowKey={(row) => row.label}
        columns={[
          { title: 'Class', cell: (row) => row.label },
          { title: 'Rows', align: 'right', cell: (row) => wholeText(row.support) },
          { title: 'Precision', align: 'right', wideOnly: true, cell: (row) => scoreText(row.precision, 3) },
          { title: 'Recall', align: 'right', wideOnly: true, cell: (row) => scoreText(row.recall, 3) },
          { title: 'F1', align: 'right', cell: (row) => <strong>{scoreText(row.f1, 3)}</strong> },
        ]}
      />
    </details>
  )
}
