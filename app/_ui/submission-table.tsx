import { DataTable } from './data-table.tsx'
import { scoreText, sizeText } from './numbers.ts'
import { paths } from './paths.ts'
import type { ListedSubmission } from './submission-list.tsx'
import { SubmissionStatusBadge } from './submission-status.tsx'
import { Time } from './time.tsx'

interface Submission extends ListedSubmission {
  note: string
  sizeBytes: number
  submittedBy: string
  team: { slug: string; name: string }
  /** Whether its score is of an earlier scorer. */
  outdated: boolean
}

interface SubmissionTableProps {
  task: { title: string; metric: { title: string; precision: number } }
  submissions: readonly Submission[]
  /** Address of one team's submissions; given where those of all teams are listed. */
  teamAddress?: (team: string) => string
}

/** What counts now: a score of an earlier scorer is of another metric. */
function scoreOf({ score, outdated }: Submission, precision: number): string {
  return score === null || outdated ? '' : scoreText(score, precision)
}

/** Submissions to a task with their state and score, as they come. */
export function SubmissionTable({ task, submissions, teamAddress }: SubmissionTableProps) {
  return (
    <DataTable
      caption={`Submissions to ${task.title}`}
      rows={submissions}
      rowKey={(submission) => submission.id}
      columns={[
        {
          title: 'File',
          cell: ({ id, filename, note, team, createdAt }) => (
            <>
              <a className="link break-words font-semibold" href={paths.submission(id)}>
                {filename}
              </a>
              {note && <p className="text-sm text-muted">{note}</p>}
              <p className="text-sm text-muted sm:hidden">
                {teamAddress && `${team.name}, `}
                <Time at={createdAt} />
              </p>
            </>
          ),
        },
        ...(teamAddress
          ? [
              {
                title: 'Team',
                wideOnly: true,
                cell: ({ team }: Submission) => (
                  <a className="hover:underline" href={teamAddress(team.slug)}>
                    {team.name}
                  </a>
                ),
              },
            ]
          : []),
        {
          title: 'State',
          cell: (submission) => (
            <>
              <strong className="sm:hidden">{scoreOf(submission, task.metric.precision)}</strong>
              <span className={scoreOf(submission, 0) && 'max-sm:hidden'}>
                <SubmissionStatusBadge status={submission.status} faultBy={submission.faultBy} />
              </span>
            </>
          ),
        },
        {
          title: task.metric.title,
          align: 'right',
          wideOnly: true,
          cell: (submission) => <strong>{scoreOf(submission, task.metric.precision)}</strong>,
        },
        { title: 'Size', align: 'right', wideOnly: true, cell: ({ sizeBytes }) => sizeText(sizeBytes) },
        { title: 'By', wideOnly: true, cell: ({ submittedBy }) => submittedBy },
        { title: 'Sent', align: 'right', wideOnly: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
      ]}
    />
  )
}
