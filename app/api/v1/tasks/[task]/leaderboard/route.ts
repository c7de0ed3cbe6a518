import { endpoint } from '#app/_http/endpoint.ts'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'

export const GET = endpoint(getLeaderboard)
