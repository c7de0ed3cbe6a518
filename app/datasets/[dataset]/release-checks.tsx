import { Badge, type BadgeTone } from '#app/_ui/badge.tsx'
import { countText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import type { Release } from './load-dataset.ts'

type Check = NonNullable<Release['checks']>[number]

const GROUPS = [
  { severity: 'error', title: 'Errors', tone: 'bad', what: 'The release cannot be used.' },
  { severity: 'warning', title: 'Warnings', tone: 'warn', what: 'Look at these before teams do.' },
  { severity: 'info', title: 'Worth knowing', tone: 'outline', what: 'Nothing has to be done.' },
] as const satisfies { severity: Check['severity']; title: string; tone: BadgeTone; what: string }[]

/** What the checks at registration found, by severity, each with why it matters and what to do. For organisers only. */
export function ReleaseChecks({ checks }: { checks: readonly Check[] }) {
  const warnings = checks.filter(({ severity }) => severity !== 'info').length
  return (
    <Section id="checks" title="Checks" aside="Only who runs the dataset sees this">
      {warnings === 0 && <p className="mb-6 text-muted">No check found anything that needs attention.</p>}
      <div className="grid grid-cols-1 gap-6">
        {GROUPS.map(({ severity, title, tone, what }) => {
          const found = checks.filter((check) => check.severity === severity)
          if (found.length === 0) return null
          return (
            <details key={severity} open={severity !== 'info'}>
              <summary className="mb-3 font-semibold">
                {title} <Badge tone={tone}>{countText(found.length, 'finding')}</Badge>
                <span className="ml-2 font-normal text-muted">{what}</span>
              </summary>
              <ul className="grid grid-cols-1 gap-4">
                {found.map((check, i) => (
                  <Finding key={i} check={check} />
                ))}
              </ul>
            </details>
          )
        })}
      </div>
    </Section>
  )
}

const EDGES: Record<Check['severity'], string> = {
  error: 'border-bad',
  warning: 'border-warn',
  info: 'border-edge',
}

function Finding({ check }: { check: Check }) {
  const { severity, title, message, why, advice, examples = [], table, column, code } = check
  return (
    <li className={`border-l-4 py-1 pl-4 ${EDGES[severity]}`}>
      <p className="font-semibold">
        {title}{' '}
        <span className="font-mono text-sm font-normal text-muted">
          {table}
          {column && `.${column}`}
        </span>
      </p>
      <p className="mt-1 max-w-measure break-words">{message}</p>
      {examples.length > 0 && (
        <ul aria-label="Examples" className="mt-1.5 flex flex-wrap gap-2">
          {examples.map((example) => (
            <li key={example} className="max-w-full bg-sunken px-2 py-0.5 font-mono text-sm break-words">
              {example}
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1.5 max-w-measure text-sm text-muted">
        {why} {advice !== 'Nothing to do.' && <strong className="font-semibold text-ink">{advice}</strong>}
      </p>
      <p className="sr-only">{code}</p>
    </li>
  )
}
