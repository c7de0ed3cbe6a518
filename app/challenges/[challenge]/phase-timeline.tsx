import { Badge } from '#app/_ui/badge.tsx'
import { countText } from '#app/_ui/numbers.ts'
import { Time } from '#app/_ui/time.tsx'
import type { Challenge } from './load-challenge.ts'

/** The phases in order, the present one marked. Instants in the viewer's zone, which is named. */
export function PhaseTimeline({ phases }: { phases: Challenge['phases'] }) {
  const now = Date.now()
  return (
    <section>
      <h2 className="called border-t-3 border-ink pt-2.5 text-section">Phases</h2>
      <p className="mb-4 text-sm text-muted">
        Times are in{' '}
        <span data-zone suppressHydrationWarning>
          UTC
        </span>
        .
      </p>
      <ol className="border-l-3 border-line">
        {phases.map((phase) => {
          const over = Date.parse(phase.endsAt) <= now
          const running = !over && Date.parse(phase.startsAt) <= now
          const mark = running
            ? 'border-accent bg-accent'
            : over
              ? 'border-edge bg-edge'
              : 'border-edge bg-paper'
          return (
            <li key={phase.id} className="relative pb-6 pl-5 last:pb-0">
              <span
                className={`absolute -left-[9px] top-1.5 size-[15px] border-3 ${mark}`}
                aria-hidden="true"
              />
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {phase.title}
                {running && <Badge tone="accent">Now</Badge>}
                {over && <span className="sr-only">(over)</span>}
              </p>
              <p className="text-sm text-muted">
                from <Time at={phase.startsAt} />
                <br />
                to <Time at={phase.endsAt} />
              </p>
              <p className="text-sm text-muted">
                {phase.dailyQuota > 0
                  ? `${countText(phase.dailyQuota, 'submission')} per team, task and day`
                  : 'takes no submissions'}
                {phase.visibleSplit === 'private' && '; private boards'}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
