import type { z } from 'zod'
import { Badge } from '#app/_ui/badge.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Time } from '#app/_ui/time.tsx'
import type { workshopView } from '#operations/workshops/workshop-view.ts'

type Sessions = z.output<typeof workshopView>['sessions']

/** The talks of the day, as a printed programme has them. */
export function Programme({ sessions }: { sessions: Sessions }) {
  if (sessions.length === 0)
    return <EmptyState title="The programme is being made">Come back soon.</EmptyState>
  return (
    <div className="grid grid-cols-1 gap-8">
      {sessions.map((session) => (
        <section
          key={`${session.startsAt}-${session.title}`}
          className="grid grid-cols-1 gap-x-8 gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]"
        >
          <p className="figures pt-1 text-muted">
            <Time at={session.startsAt} form="clock" /> – <Time at={session.endsAt} form="clock" />
          </p>
          <div>
            <h3 className="called text-2xl">{session.title}</h3>
            <ol className="mt-2">
              {session.talks.map((talk) => (
                <li
                  key={`${talk.startsAt}-${talk.title}`}
                  className="grid grid-cols-1 gap-x-6 border-t border-line py-3 sm:grid-cols-[5rem_minmax(0,1fr)]"
                >
                  <p className="figures text-sm text-muted">
                    <Time at={talk.startsAt} form="clock" />
                    <br />
                    {talk.minutes} min
                  </p>
                  <div>
                    <h4 className="text-lg font-semibold leading-tight">{talk.title}</h4>
                    <p className="mt-0.5 flex flex-wrap items-center gap-2 text-muted">
                      {talk.speakers}
                      {talk.team && <Badge tone="outline">{talk.team.name}</Badge>}
                    </p>
                    {talk.abstract && <p className="mt-1.5 max-w-measure">{talk.abstract}</p>}
                  </div>
                </li>
              ))}
            </ol>
          </div>
        </section>
      ))}
    </div>
  )
}
