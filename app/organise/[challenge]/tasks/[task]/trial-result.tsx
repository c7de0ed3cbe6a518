import { Callout } from '#app/_ui/callout.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { scoreText, sizeText, wholeText } from '#app/_ui/numbers.ts'
import { paths } from '#app/_ui/paths.ts'
import { ProblemTable } from '#app/_ui/problem-table.tsx'
import { ReportFrame } from '#app/_ui/report-frame.tsx'
import { Time } from '#app/_ui/time.tsx'
import type { Scorer, Trial } from './scorer-types.ts'

type Outputs = NonNullable<Scorer['manifest']>['outputs']
type Part = Trial['parts'][number]

const PARTS = { public: 'Public part', private: 'Private part', all: 'All answers' } as const

/** How a trial went: by whose doing, the scores by part, time and memory, what was printed, and the report. */
export function TrialResult({ trial, outputs }: { trial: Trial; outputs: Outputs }) {
  const { parts, problems } = trial
  return (
    <div className="grid grid-cols-1 gap-4">
      <Verdict trial={trial} />
      <p className="text-sm text-muted">
        {trial.filename}, <Time at={trial.createdAt} />
      </p>
      <ProblemTable problems={problems} caption={`Problems in the trial of ${trial.createdAt}`} />
      {parts.some(({ scores }) => scores) && (
        <DataTable
          caption={`Scores of the trial of ${trial.createdAt}`}
          rows={outputs}
          rowKey={({ name }) => name}
          columns={[
            {
              title: 'Output',
              cell: ({ name, title = name, primary }) => (primary ? <strong>{title}</strong> : title),
            },
            ...parts.map((part) => ({
              title: PARTS[part.part],
              align: 'right' as const,
              cell: ({ name, precision }: Outputs[number]) =>
                part.scores ? scoreText(part.scores[name], precision) : '',
            })),
          ]}
        />
      )}
      {parts.map((part) => (
        <Run key={part.part} part={part} trial={trial.id} />
      ))}
    </div>
  )
}

function Run({ part, trial }: { part: Part; trial: string }) {
  const { trace } = part
  const title = PARTS[part.part]
  return (
    <div className="grid grid-cols-1 gap-2">
      {trace && (
        <p className="figures text-sm text-muted">
          {title}, {wholeText(part.rows)} rows: {trace.wallSeconds.toFixed(2)} s,{' '}
          {trace.cpuSeconds.toFixed(2)} s of processor time, {sizeText(trace.peakMemoryBytes)} of memory
        </p>
      )}
      {trace && <Printed title={`${title}: what it printed`} {...trace} />}
      {part.hasReport && (
        <details>
          <summary className="font-semibold">{title}: its report</summary>
          <div className="mt-2">
            <ReportFrame
              title={`Report on the ${part.part} part`}
              address={paths.trialReport(trial, part.part)}
            />
          </div>
        </details>
      )}
    </div>
  )
}

function Printed({
  title,
  stdoutTail,
  stderrTail,
}: {
  title: string
  stdoutTail: string
  stderrTail: string
}) {
  if (stdoutTail === '' && stderrTail === '') return null
  return (
    <details open={stderrTail !== ''}>
      <summary className="font-semibold">{title}</summary>
      {[stdoutTail, stderrTail].map(
        (text, i) =>
          text !== '' && (
            <figure key={i === 0 ? 'stdout' : 'stderr'} className="mt-2">
              <figcaption className="lettered text-muted">{i === 0 ? 'stdout' : 'stderr'}</figcaption>
              <pre className="whitespace-pre-wrap break-words bg-sunken p-3 font-mono text-sm">{text}</pre>
            </figure>
          ),
      )}
    </details>
  )
}

function Verdict({ trial: { outcome, reason, rejectedBy } }: { trial: Trial }) {
  switch (outcome) {
    case null:
      return (
        <Callout live title="It is being tried.">
          This page follows by itself.
        </Callout>
      )
    case 'scored':
      return (
        <Callout tone="good" live title="It passed">
          It gave every score that it declares.
        </Callout>
      )
    case 'rejected':
      return (
        <Callout tone="warn" live title="The file was rejected">
          {rejectedBy === 'program'
            ? 'Your program says that the predictions are wrong; a team would read this:'
            : 'Grandstand’s own check of form and ids comes first, and it refused the file; your program did not run.'}
        </Callout>
      )
    case 'scorer_fault':
      return (
        <Callout tone="bad" live title="The program failed">
          {reason}
        </Callout>
      )
    case 'platform_fault':
      return (
        <Callout tone="bad" live title="The platform failed">
          Neither the program nor the file is to blame. {reason}
        </Callout>
      )
  }
}
