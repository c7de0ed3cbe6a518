import type { SubmissionStatus } from '#core/submission.ts'
import { scoreText } from './numbers.ts'
import { paths } from './paths.ts'
import { SubmissionStatusBadge } from './submission-status.tsx'
import { Time } from './time.tsx'

export interface ListedSubmission {
  id: string
  filename: string
  createdAt: string
  status: SubmissionStatus
  faultBy?: 'platform' | 'organiser' | null
  score: number | null
  metric: { precision: number }
}

/** Submissions in short: file, when, state or score. */
export function SubmissionList({ submissions }: { submissions: readonly ListedSubmission[] }) {
  return (
    <ul className="border-t border-line">
      {submissions.map((submission) => (
        <li key={submission.id} className="flex items-center gap-3 border-b border-line py-2.5">
          <div className="min-w-0 grow">
            <a
              className="block truncate font-semibold hover:text-accent hover:underline"
              href={paths.submission(submission.id)}
            >
              {submission.filename}
            </a>
            <span className="text-sm text-muted">
              <Time at={submission.createdAt} />
            </span>
          </div>
          {submission.status === 'scored' && submission.score !== null ? (
            <span className="called figures text-xl">
              {scoreText(submission.score, submission.metric.precision)}
            </span>
          ) : (
            <SubmissionStatusBadge status={submission.status} faultBy={submission.faultBy} />
          )}
        </li>
      ))}
    </ul>
  )
}
