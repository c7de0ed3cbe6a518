import { sessionActor } from '#app/_http/session.ts'
import { BoardPage } from '#app/_ui/board-page.tsx'
import { ifAny } from '#app/_ui/for-page.ts'
import { missingPage, pageResponse, pageRoute } from '#app/_ui/page-response.tsx'
import { apiPaths, paths } from '#app/_ui/paths.ts'
import { AVERAGING_TITLES } from '#app/_ui/task-words.ts'
import { TrackTable } from '#app/_ui/track-table.tsx'
import { getChallenge } from '#operations/challenges/get-challenge.ts'
import { getTrackLeaderboard } from '#operations/leaderboards/get-track-leaderboard.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'
import { ChallengeHead } from '../../challenge-head.tsx'

/** The board of a track: the average over its tasks. Plain HTML, like a task's board. */
export const GET = pageRoute(async (wanted: { challenge: string; track: string }) => {
  const actor = await sessionActor()
  const viewer = actor.kind === 'person' ? actor : null
  const [challenge, board] = await Promise.all([
    ifAny(getChallenge.call(actor, { challenge: wanted.challenge })),
    ifAny(getTrackLeaderboard.call(actor, wanted)),
  ])
  if (!challenge || !board) return missingPage(viewer)
  const standing = await ifAny(getMyTeam.call(actor, { challenge: challenge.slug }))
  const own = board.entries.find(({ team }) => team.id === standing?.team?.id)
  return pageResponse(
    <BoardPage
      title={`${board.track.title} board of ${challenge.title}`}
      viewer={viewer}
      head={<ChallengeHead challenge={challenge} current={paths.track(challenge.slug, board.track.slug)} />}
      split={board.split}
      events={apiPaths.challengeEvents(challenge.slug)}
      own={own && { rank: own.rank, of: board.entries.length }}
      empty={board.entries.length + board.incomplete.length === 0}
      foot={
        <>
          <p>{AVERAGING_TITLES[board.averaging]}. Only teams with a score on every task are ranked.</p>
          {board.track.prize && <p>Prize: {board.track.prize}</p>}
        </>
      }
    >
      <TrackTable
        caption={`Board of the track ${board.track.title}`}
        tasks={board.tasks}
        averaging={board.averaging}
        entries={board.entries}
        incomplete={board.incomplete}
        ownTeamId={standing?.team?.id}
      />
    </BoardPage>,
  )
})
