import { DataTable } from '#app/_ui/data-table.tsx'
import { scoreText, wholeText } from '#app/_ui/numbers.ts'
import type { Metric, SplitReport } from './submission-types.ts'

interface SliceTableProps {
  report: NonNullable<SplitReport['slices']>[number]
  metric: Metric
  title: string
}

/** A metric by the values of a column, or of two: the worst slice is marked, small ones are too. */
export function SliceTable({ report, metric, title }: SliceTableProps) {
  const { columns, slices, worst, gap } = report
  const name = columns.join(' and ')
  return (
    <details open className="mt-8">
      <summary className="mb-3 font-semibold">
        {metric.title} by {name}
        {gap !== undefined && `, gap ${scoreText(gap, metric.precision)}`}
      </summary>
      <DataTable
        caption={`${metric.title} by ${name}, ${title}`}
        rows={slices.map((slice, i) => ({ ...slice, isWorst: i === worst }))}
        rowKey={(row) => JSON.stringify(row.values)}
        columns={[
          {
            title: name,
            cell: (row) => (
              <>
                {row.isWorst ? <strong>{row.values.join(', ')}</strong> : row.values.join(', ')}
                {row.isWorst && <span className="text-muted"> worst</span>}
                {row.small && <span className="text-muted"> few rows</span>}
              </>
            ),
          },
          { title: 'Rows', align: 'right', cell: (row) => wholeText(row.rows) },
          {
            title: 'Score',
            align: 'right',
            cell: ({ score, undefined: reason }) =>
              score === null ? (
                <span className="text-muted">{reason}</span>
              ) : (
                scoreText(score, metric.precision)
              ),
          },
          {
            title: '95 % interval',
            align: 'right',
            wideOnly: true,
            cell: ({ low, high }) =>
              low !== undefined &&
              high !== undefined &&
              `${scoreText(low, metric.precision)} to ${scoreText(high, metric.precision)}`,
          },
        ]}
      />
    </details>
  )
}
