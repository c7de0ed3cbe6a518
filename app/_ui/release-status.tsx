import type { ReleaseStatus } from '#core/release.ts'
import { Badge, type BadgeTone } from './badge.tsx'

interface Shown {
  tone: BadgeTone
  title: string
  /** What who runs the dataset does now; nothing where there is nothing to do. */
  next?: string
}

const SHOWN: Record<ReleaseStatus, Shown> = {
  collecting: {
    tone: 'warn',
    title: 'Waiting for tables',
    next: 'Send its tables below, then have them read.',
  },
  inspecting: { tone: 'warn', title: 'Reading the tables' },
  proposed: {
    tone: 'warn',
    title: 'Schema to be confirmed',
    next: 'The tables were read. Look at what each column was taken for, correct it, and confirm; nobody else sees the release before that.',
  },
  building: { tone: 'warn', title: 'Being built' },
  ready: { tone: 'good', title: 'Ready' },
  failed: {
    tone: 'bad',
    title: 'Needs mending',
    next: 'It could not be built as it is. What is wrong stands below: mend the tables and send them again, or correct the schema.',
  },
  withdrawn: { tone: 'outline', title: 'Withdrawn' },
}

/** The state of a release as a badge. */
export function ReleaseStatusBadge({ status }: { status: ReleaseStatus }) {
  return <Badge tone={SHOWN[status].tone}>{SHOWN[status].title}</Badge>
}

/** What its organiser does next with a release, in a sentence or two. */
export function releaseNextStep(status: ReleaseStatus): string | undefined {
  return SHOWN[status].next
}
