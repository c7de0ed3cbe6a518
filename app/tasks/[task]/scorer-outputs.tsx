import { DataTable } from '#app/_ui/data-table.tsx'
import type { Task } from './load-task.ts'

/** What the organisers' program measures, and which of it ranks. */
export function ScorerOutputs({ scorer }: { scorer: NonNullable<Task['scorer']> }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="max-w-measure text-muted">
        A program of the organisers scores this task, now in version {scorer.number}. It runs once for the
        public part of the answers and once for the private one, cut off from everything else, after
        Grandstand has checked the form and the ids of your file.
      </p>
      <DataTable
        caption="Scores of the organisers’ scorer"
        rows={scorer.outputs}
        rowKey={({ name }) => name}
        columns={[
          {
            title: 'Score',
            cell: ({ title, description, primary }) => (
              <>
                <strong>{title}</strong>
                {primary && ' (ranks)'}
                {description && <p className="text-sm text-muted">{description}</p>}
              </>
            ),
          },
          {
            title: 'Better',
            cell: ({ direction }) => (direction === 'higher-is-better' ? 'higher' : 'lower'),
          },
          { title: 'Decimals', align: 'right', wideOnly: true, cell: ({ precision }) => precision },
        ]}
      />
    </div>
  )
}
