import { sessionActor } from '#app/_http/session.ts'
import { BoardPage } from '#app/_ui/board-page.tsx'
import { ifAny } from '#app/_ui/for-page.ts'
import { LeaderboardTable } from '#app/_ui/leaderboard-table.tsx'
import { scoreText } from '#app/_ui/numbers.ts'
import { missingPage, pageResponse, pageRoute } from '#app/_ui/page-response.tsx'
import { apiPaths, paths } from '#app/_ui/paths.ts'
import { TaskHead } from '#app/_ui/task-head.tsx'
import { getTask } from '#operations/challenges/get-task.ts'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'

/** The leaderboard of a task: plain HTML that keeps itself current (docs/decisions/006). */
export const GET = pageRoute(async (params: { task: string }) => {
  const actor = await sessionActor()
  const viewer = actor.kind === 'person' ? actor : null
  const slug = params.task
  const [task, board] = await Promise.all([
    ifAny(getTask.call(actor, { task: slug })),
    ifAny(getLeaderboard.call(actor, { task: slug })),
  ])
  if (!task || !board) return missingPage(viewer)
  const standing = await ifAny(getMyTeam.call(actor, { challenge: task.challenge.slug }))
  const { metric, baselineScore, split } = board
  const rows = board.entries.map(({ team, ...entry }) => ({ ...entry, teamId: team.id, teamName: team.name }))
  const own = rows.find((row) => row.teamId === standing?.team?.id)
  const better = metric.direction === 'higher-is-better' ? 'higher is better' : 'lower is better'
  return pageResponse(
    <BoardPage
      title={`${task.title} leaderboard`}
      viewer={viewer}
      head={<TaskHead task={task} current={paths.leaderboard(task.slug)} />}
      split={split}
      events={apiPaths.leaderboardEvents(task.slug)}
      empty={rows.length === 0}
      own={own && { rank: own.rank, of: rows.length }}
      foot={
        <>
          <p>
            {metric.title}, {better}. {metric.description}{' '}
            {rows.some((row) => row.low !== null) && 'The bar is the 95 % bootstrap interval. '}
            Equal scores share a rank.
          </p>
          {baselineScore !== null && (
            <p>The organisers’ baseline scores {scoreText(baselineScore, metric.precision)}.</p>
          )}
        </>
      }
    >
      <LeaderboardTable
        caption={`Leaderboard of ${task.title}`}
        rows={rows}
        metricTitle={metric.title}
        precision={metric.precision}
        direction={metric.direction}
        ownTeamId={standing?.team?.id}
      />
    </BoardPage>,
  )
})
