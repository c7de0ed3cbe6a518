import type { Problem } from '#core/errors.ts'
import { DataTable } from './data-table.tsx'
import { wholeText } from './numbers.ts'

/** Findings in a file: where, and what to do about each. */
export function ProblemTable({
  problems,
  count = problems.length,
  caption = 'Problems in the file',
}: {
  problems: readonly Problem[]
  count?: number
  /** Another one for each table of a page. */
  caption?: string
}) {
  if (problems.length === 0) return null
  return (
    <div>
      <DataTable
        caption={caption}
        rows={problems}
        rowKey={(_, i) => String(i)}
        columns={[
          {
            title: 'Line',
            align: 'right',
            cell: (problem) => (problem.line === undefined ? '' : wholeText(problem.line)),
          },
          {
            title: 'Column',
            cell: (problem) => problem.column && <code className="font-mono text-sm">{problem.column}</code>,
          },
          { title: 'Found, expected, what to do', cell: (problem) => problem.message },
        ]}
      />
      {count > problems.length && (
        <p className="mt-2 text-sm text-muted">
          The first {wholeText(problems.length)} of {wholeText(count)} problems.
        </p>
      )}
    </div>
  )
}
