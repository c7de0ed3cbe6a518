import type { z } from 'zod'
import { RankBib } from '#app/_ui/leaderboard-table.tsx'
import { paths } from '#app/_ui/paths.ts'
import type { workshopView } from '#operations/workshops/workshop-view.ts'

type Workshop = z.output<typeof workshopView>

/** The first places of every track; before the final boards are open, what they will win. */
export function Finalists({ workshop }: { workshop: Workshop }) {
  if (workshop.finalists.length === 0) {
    return (
      <>
        <p className="max-w-measure text-muted">
          The finalists are called when the challenge has closed and the private boards are open.
        </p>
        <ul className="mt-4 grid gap-1.5">
          {workshop.awards.map((award) => (
            <li key={`${award.track.slug}-${award.place}`} className="flex items-baseline gap-3">
              <RankBib rank={award.place} />
              <span>
                {award.track.title}: {award.prize}
              </span>
            </li>
          ))}
        </ul>
      </>
    )
  }
  return (
    <div className="grid grid-cols-1 gap-5 md:grid-cols-2">
      {workshop.finalists.map(({ track, teams }) => (
        <section key={track.slug} className="bg-board text-board-ink">
          <div className="lanes h-[9px]" />
          <h3 className="called px-5 pb-3 pt-4 text-2xl">
            <a className="hover:underline" href={paths.track(workshop.challenge.slug, track.slug)}>
              {track.title}
            </a>
          </h3>
          <ol>
            {teams.map((finalist) => (
              <li
                key={finalist.team.id}
                className="flex items-center gap-4 border-t border-board-line px-5 py-3"
              >
                <span className="called figures w-7 text-3xl leading-none text-bulb">{finalist.rank}</span>
                <span className="grow text-lg font-semibold">{finalist.team.name}</span>
                {finalist.prize && (
                  <span className="text-right text-sm text-board-muted">{finalist.prize}</span>
                )}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
