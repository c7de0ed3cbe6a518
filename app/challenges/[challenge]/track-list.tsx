import { EmptyState } from '#app/_ui/empty-state.tsx'
import { paths } from '#app/_ui/paths.ts'
import { KIND_TITLES } from '#app/_ui/task-words.ts'
import type { Challenge } from './load-challenge.ts'

/** The tracks with their tasks and prizes. */
export function TrackList({ challenge }: { challenge: Challenge }) {
  if (challenge.tracks.length === 0)
    return <EmptyState title="No tracks yet">The organisers are preparing them.</EmptyState>
  return (
    <div className="grid grid-cols-1 gap-6">
      {challenge.tracks.map((track) => (
        <section key={track.id} className="border border-line bg-surface">
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 p-5">
            <div className="min-w-0">
              <h3 className="called text-2xl leading-tight">{track.title}</h3>
              {track.description && <p className="mt-1 max-w-measure text-muted">{track.description}</p>}
              {track.prize && (
                <p className="mt-2">
                  <span className="lettered mr-2 text-accent">Prize</span>
                  {track.prize}
                </p>
              )}
            </div>
            <a className="link shrink-0 font-semibold" href={paths.track(challenge.slug, track.slug)}>
              Track board
            </a>
          </div>
          <ul>
            {track.tasks.map((task) => (
              <li
                key={task.id}
                className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-t border-line px-5 py-3.5"
              >
                <a
                  className="mr-auto text-lg font-semibold hover:text-accent hover:underline"
                  href={paths.task(task.slug)}
                >
                  {task.title}
                </a>
                <span className="text-sm text-muted">{KIND_TITLES[task.kind] ?? task.kind}</span>
                <a className="link" href={paths.leaderboard(task.slug)}>
                  Leaderboard<span className="sr-only"> of {task.title}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
