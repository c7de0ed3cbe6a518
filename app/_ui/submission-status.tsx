import type { SubmissionStatus } from '#core/submission.ts'
import { Badge, type BadgeTone } from './badge.tsx'

const SHOWN: Record<SubmissionStatus, { tone: BadgeTone; title: string }> = {
  queued: { tone: 'outline', title: 'Waiting' },
  scoring: { tone: 'warn', title: 'Scoring' },
  scored: { tone: 'good', title: 'Scored' },
  rejected: { tone: 'bad', title: 'File rejected' },
  faulted: { tone: 'bad', title: 'Our fault' },
}

/** The state of a submission as a badge. */
export function SubmissionStatusBadge({
  status,
  faultBy,
}: {
  status: SubmissionStatus
  faultBy?: 'platform' | 'organiser' | null
}) {
  if (status === 'faulted' && faultBy === 'organiser') return <Badge tone="bad">Scorer failed</Badge>
  return <Badge tone={SHOWN[status].tone}>{SHOWN[status].title}</Badge>
}
