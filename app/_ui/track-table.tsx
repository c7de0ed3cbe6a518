import type { Averaging } from '#core/ranking.ts'
import { RankBib } from './leaderboard-table.tsx'
import { scoreText } from './numbers.ts'
import { paths } from './paths.ts'

interface TeamName {
  id: string
  name: string
}

interface TrackTableProps {
  caption: string
  tasks: readonly { slug: string; title: string; metric: { title: string; precision: number } }[]
  averaging: Averaging
  entries: readonly { rank: number; team: TeamName; score: number; taskScores: readonly number[] }[]
  incomplete: readonly { team: TeamName; taskScores: readonly (number | null)[] }[]
  ownTeamId?: string
}

const HEAD = 'lettered sticky top-0 z-10 border-b-2 border-ink bg-surface px-3 py-2.5 text-muted'

/** A track's board: one column per task and their average. Teams that miss a task stand below without a rank. */
export function TrackTable({ caption, tasks, averaging, entries, incomplete, ownTeamId }: TrackTableProps) {
  const decimals = averaging === 'mean-rank' ? 2 : Math.max(...tasks.map((task) => task.metric.precision))
  const rows = [
    ...entries.map((entry) => ({
      ...entry,
      rank: entry.rank as number | null,
      score: entry.score as number | null,
    })),
    ...incomplete.map((row) => ({ ...row, rank: null, score: null })),
  ]
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} w-16 text-left`}>
            Rank
          </th>
          <th scope="col" className={`${HEAD} text-left`}>
            Team
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            {averaging === 'mean-rank' ? 'Mean rank' : 'Average'}
          </th>
          {tasks.map((task) => (
            <th key={task.slug} scope="col" className={`${HEAD} text-right`}>
              <a className="hover:text-ink hover:underline" href={paths.leaderboard(task.slug)}>
                {task.title}
              </a>
              <span className="block normal-case tracking-normal">{task.metric.title}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.team.id}
            id={row.team.id === ownTeamId ? 'your-team' : undefined}
            data-row={row.team.id}
            className={`scroll-mt-20 border-b border-line last:border-0 ${row.team.id === ownTeamId ? 'bg-accent-soft' : ''}`}
          >
            <td className="px-3 py-2">
              {row.rank === null ? (
                <span className="text-sm text-muted">none yet</span>
              ) : (
                <RankBib rank={row.rank} />
              )}
            </td>
            <th scope="row" className="px-3 py-2 text-left text-lg font-semibold leading-tight">
              {row.team.name}
            </th>
            <td className="called figures px-3 py-2 text-right text-xl">
              {row.score === null ? <Missing /> : scoreText(row.score, decimals)}
            </td>
            {tasks.map((task, i) => (
              <td key={task.slug} className="figures px-3 py-2 text-right">
                {row.taskScores[i] === null ? (
                  <Missing />
                ) : (
                  scoreText(row.taskScores[i] as number, task.metric.precision)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Missing() {
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none yet</span>
    </span>
  )
}
