import { DataTable } from '#app/_ui/data-table.tsx'
import { scoreText, wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ReportFrame } from '#app/_ui/report-frame.tsx'
import { ClassTable } from './class-table.tsx'
import { ConfusionMap } from './confusion-map.tsx'
import { CurvePlots } from './curve-plots.tsx'
import { SliceTable } from './slice-table.tsx'
import type { Metric, SplitReport, Submission } from './submission-types.ts'

interface SplitReportProps {
  title: string
  split: 'public' | 'private'
  report: SplitReport
  submission: Submission
  /** What is known of the metrics, by name. */
  metrics: ReadonlyMap<string, Metric>
}

/** All that is known about a file on one part of the answers. */
export function SplitReportView({ title, split, report, submission, metrics }: SplitReportProps) {
  const { metric, classes } = submission
  const { interval } = report
  const rows = [
    ...Object.entries(report.scores).map(([name, value]) => ({ name, value, reason: '' })),
    ...Object.entries(report.undefined).map(([name, reason]) => ({ name, value: null, reason })),
  ].sort(
    (a, b) => Number(b.name === metric.name) - Number(a.name === metric.name) || (a.name < b.name ? -1 : 1),
  )
  return (
    <Section title={title} aside={`${wholeText(report.rows)} rows`}>
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-2">
        <div className="min-w-0">
          <DataTable
            caption={`Scores, ${title}`}
            rows={rows}
            rowKey={(row) => row.name}
            columns={[
              {
                title: 'Metric',
                cell: ({ name }) =>
                  name === metric.name ? <strong>{metric.title}</strong> : (metrics.get(name)?.title ?? name),
              },
              {
                title: 'Score',
                align: 'right',
                cell: ({ name, value, reason }) =>
                  value === null ? (
                    <span className="text-muted">{reason}</span>
                  ) : (
                    scoreText(value, (metrics.get(name) ?? metric).precision)
                  ),
              },
            ]}
          />
          {interval && (
            <p className="mt-2 text-sm text-muted">
              95 % interval of {metric.title}: {scoreText(interval.low, metric.precision)} to{' '}
              {scoreText(interval.high, metric.precision)}, from {wholeText(interval.resamples)} bootstrap
              resamples.
            </p>
          )}
        </div>
        {report.confusion && classes && <ConfusionMap cells={report.confusion} classes={classes} />}
        {report.curves && <CurvePlots curves={report.curves} />}
      </div>
      {submission.reports.includes(split) && (
        <div className="mt-8">
          <h3 className="lettered mb-2 text-muted">Report of the organisers’ scorer</h3>
          <ReportFrame title={`Report, ${title}`} address={paths.submissionReport(submission.id, split)} />
        </div>
      )}
      {report.slices?.map((slices) => (
        <SliceTable
          key={`${slices.metric} ${slices.columns.join(' ')}`}
          report={slices}
          metric={metrics.get(slices.metric) ?? metric}
          title={title}
        />
      ))}
      {report.perClass && report.perClass.length > 0 && <ClassTable rows={report.perClass} title={title} />}
    </Section>
  )
}
