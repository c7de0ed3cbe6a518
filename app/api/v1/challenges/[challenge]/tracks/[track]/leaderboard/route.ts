import { endpoint } from '#app/_http/endpoint.ts'
import { getTrackLeaderboard } from '#operations/leaderboards/get-track-leaderboard.ts'

export const GET = endpoint(getTrackLeaderboard)
