import { Button } from '#app/_ui/button.tsx'
import type { SubmissionStatus } from '#core/submission.ts'

const STATES: readonly { status: SubmissionStatus; title: string }[] = [
  { status: 'queued', title: 'Waiting' },
  { status: 'scoring', title: 'Being scored' },
  { status: 'scored', title: 'Scored' },
  { status: 'rejected', title: 'File rejected' },
  { status: 'faulted', title: 'Could not be scored' },
]

const BOX = 'rounded-card border border-edge bg-surface px-3 py-2.5'

interface FilterFormProps {
  teams: readonly { slug: string; name: string }[]
  team?: string
  status?: SubmissionStatus
}

/** Which submissions to list, by a plain form: the address of what it shows can be sent to others. */
export function FilterForm({ teams, team, status }: FilterFormProps) {
  return (
    <form className="mb-6 flex flex-wrap items-end gap-3 print:hidden">
      <label className="min-w-0">
        <span className="mb-1.5 block font-semibold">Team</span>
        <select className={`${BOX} w-64 max-w-full`} name="team" defaultValue={team ?? ''}>
          <option value="">all teams</option>
          {teams.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="mb-1.5 block font-semibold">State</span>
        <select className={BOX} name="status" defaultValue={status ?? ''}>
          <option value="">any</option>
          {STATES.map((one) => (
            <option key={one.status} value={one.status}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit">Show</Button>
    </form>
  )
}
