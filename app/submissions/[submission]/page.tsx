import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { Callout } from '#app/_ui/callout.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { LiveRefresh } from '#app/_ui/live-refresh.tsx'
import { countText, scoreText, sizeText, wholeText } from '#app/_ui/numbers.ts'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { apiPaths, paths } from '#app/_ui/paths.ts'
import { ProblemTable } from '#app/_ui/problem-table.tsx'
import { Stats } from '#app/_ui/stat.tsx'
import { SubmissionStatusBadge } from '#app/_ui/submission-status.tsx'
import { Time } from '#app/_ui/time.tsx'
import { isFinal } from '#core/submission.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'
import { listMetrics } from '#operations/system/list-metrics.ts'
import { Outcome } from './outcome.tsx'
import { SplitReportView } from './split-report.tsx'
import type { Metric, Submission } from './submission-types.ts'

export const metadata: Metadata = { title: 'Submission' }

/** A submission: where it stands while it is under way, then its report. */
export default async function SubmissionPage({ params }: { params: Promise<{ submission: string }> }) {
  const { submission: id } = await params
  const asked = getSubmission.call(await sessionActor(), { submission: id })
  const submission = await forPage(paths.submission(id), asked)
  const { task, challenge } = submission
  const around = { submission, metrics: await metricsOf(submission) }
  return (
    <>
      <PageHeading
        title={submission.filename}
        eyebrow={
          <span role="status">
            <SubmissionStatusBadge status={submission.status} faultBy={submission.faultBy} />
          </span>
        }
        lead={submission.note || undefined}
        crumbs={[
          { title: challenge.title, href: paths.challenge(challenge.slug) },
          { title: task.title, href: paths.task(task.slug) },
          { title: 'Your submissions', href: paths.submissions(task.slug) },
        ]}
      />
      {!isFinal(submission.status) && <LiveRefresh events={apiPaths.submissionEvents(id)} />}
      <Outcome submission={submission} />
      <Stats items={facts(submission)} />
      {submission.status === 'rejected' && (
        <Section title="What is wrong" aside={countText(submission.problemCount, 'problem')}>
          <ProblemTable problems={submission.problems} count={submission.problemCount} />
        </Section>
      )}
      {submission.private && (
        <SplitReportView title="Private part" split="private" report={submission.private} {...around} />
      )}
      {submission.public && (
        <SplitReportView title="Public part" split="public" report={submission.public} {...around} />
      )}
      {submission.fault && (
        <Section title="For organisers">
          <Callout
            tone="bad"
            title={submission.faultBy === 'organiser' ? 'Why your scorer failed' : 'Why the platform failed'}
          >
            <pre className="whitespace-pre-wrap break-words font-mono text-sm">{submission.fault}</pre>
          </Callout>
        </Section>
      )}
    </>
  )
}

/** Everything that it can be judged by, by name: what its program gives, or what the task's kind has. */
async function metricsOf({ scorer, task }: Submission): Promise<ReadonlyMap<string, Metric>> {
  if (scorer) return new Map(scorer.outputs.map((output) => [output.name, output]))
  const { spec } = await getTask.call(await sessionActor(), { task: task.slug })
  const { metrics } = await listMetrics.call(await sessionActor(), { kind: spec.kind })
  return new Map(metrics.map((metric) => [metric.name, metric]))
}

function facts(submission: Submission) {
  const { metric, score, durationsMs } = submission
  const tookMs = durationsMs && Object.values(durationsMs).reduce((sum, one) => sum + one, 0)
  return [
    ...(score === null ? [] : [{ label: metric.title, value: scoreText(score, metric.precision) }]),
    ...(submission.rows === null ? [] : [{ label: 'Rows', value: wholeText(submission.rows) }]),
    {
      label: 'Size',
      value: sizeText(submission.sizeBytes),
      note: `sha256 ${submission.sha256.slice(0, 12)}…`,
    },
    {
      label: 'Sent',
      value: <Time at={submission.createdAt} />,
      note: `${submission.submittedBy}, ${submission.team.name}`,
    },
    ...(tookMs
      ? [
          {
            label: 'Took',
            value: `${(tookMs / 1000).toFixed(tookMs < 9_950 ? 1 : 0)} s`,
            note: 'waiting included',
          },
        ]
      : []),
  ]
}
