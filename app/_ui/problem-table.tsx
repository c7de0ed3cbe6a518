import type { Problem } from '#core/errors.ts'
import { DataTable, type TableColumn } from './data-table.tsx'
import { wholeText } from './numbers.ts'

const LINE: TableColumn<Problem> = {
  title: 'Line',
  align: 'right',
  cell: ({ line }) => (line === undefined ? '' : wholeText(line)),
}
const COLUMN: TableColumn<Problem> = {
  title: 'Column',
  cell: ({ column }) => column && <code className="font-mono text-sm">{column}</code>,
}

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
          ...(problems.some(({ line }) => line !== undefined) ? [LINE] : []),
          ...(problems.some(({ column }) => column) ? [COLUMN] : []),
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
