import { CHANGE_TITLES } from './task-words.ts'
import { Time } from './time.tsx'

/** When organisers changed a task, and what. */
export function TaskChanges({ changes }: { changes: readonly { changedAt: string; fields: string[] }[] }) {
  return (
    <ul className="grid grid-cols-1 gap-1 text-sm text-muted">
      {changes.map(({ changedAt, fields }) => (
        <li key={changedAt}>
          <Time at={changedAt} />: {fields.map((field) => CHANGE_TITLES[field] ?? field).join(', ')}
        </li>
      ))}
    </ul>
  )
}
