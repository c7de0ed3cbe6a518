import { changePassword } from './accounts/change-password.ts'
import { createAccount } from './accounts/create-account.ts'
import { createToken } from './accounts/create-token.ts'
import { endSessions } from './accounts/end-sessions.ts'
import { getMe } from './accounts/get-me.ts'
import { listAccounts } from './accounts/list-accounts.ts'
import { listTokens } from './accounts/list-tokens.ts'
import { revokeToken } from './accounts/revoke-token.ts'
import { updateAccount } from './accounts/update-account.ts'
import { updateMe } from './accounts/update-me.ts'
import { acceptRules } from './challenges/accept-rules.ts'
import { createChallenge } from './challenges/create-challenge.ts'
import { createTask } from './challenges/create-task.ts'
import { createTrack } from './challenges/create-track.ts'
import { getChallenge } from './challenges/get-challenge.ts'
import { getTask } from './challenges/get-task.ts'
import { listChallenges } from './challenges/list-challenges.ts'
import { setPhases } from './challenges/set-phases.ts'
import { updateChallenge } from './challenges/update-challenge.ts'
import { updateTask } from './challenges/update-task.ts'
import { acceptTerms } from './datasets/accept-terms.ts'
import { buildRelease } from './datasets/build-release.ts'
import { createDataset } from './datasets/create-dataset.ts'
import { createRelease } from './datasets/create-release.ts'
import { getCitation } from './datasets/get-citation.ts'
import { getCroissant } from './datasets/get-croissant.ts'
import { getDataset } from './datasets/get-dataset.ts'
import { getRelease } from './datasets/get-release.ts'
import { getReleaseFile } from './datasets/get-release-file.ts'
import { getStarter } from './datasets/get-starter.ts'
import { inspectRelease } from './datasets/inspect-release.ts'
import { listAcceptances } from './datasets/list-acceptances.ts'
import { listDatasets } from './datasets/list-datasets.ts'
import { listPairs } from './datasets/list-pairs.ts'
import { listRows } from './datasets/list-rows.ts'
import { listStarters } from './datasets/list-starters.ts'
import { updateDataset } from './datasets/update-dataset.ts'
import { uploadTable } from './datasets/upload-table.ts'
import { withdrawRelease } from './datasets/withdraw-release.ts'
import { getLeaderboard } from './leaderboards/get-leaderboard.ts'
import { getTrackLeaderboard } from './leaderboards/get-track-leaderboard.ts'
import type { Operation } from './operation.ts'
import { chooseScorer } from './scorers/choose-scorer.ts'
import { getScorer } from './scorers/get-scorer.ts'
import { getTrialReport } from './scorers/get-trial-report.ts'
import { listScorers } from './scorers/list-scorers.ts'
import { scoreAgain } from './scorers/score-again.ts'
import { tryScorer } from './scorers/try-scorer.ts'
import { tryScorerOnFile } from './scorers/try-scorer-on-file.ts'
import { uploadScorer } from './scorers/upload-scorer.ts'
import { createSubmission } from './submissions/create-submission.ts'
import { getSubmission } from './submissions/get-submission.ts'
import { getSubmissionFile } from './submissions/get-submission-file.ts'
import { getSubmissionReport } from './submissions/get-submission-report.ts'
import { listSubmissions } from './submissions/list-submissions.ts'
import { getHealth } from './system/get-health.ts'
import { getPlatformStatus } from './system/get-platform-status.ts'
import { listMetrics } from './system/list-metrics.ts'
import { acceptInvitation } from './teams/accept-invitation.ts'
import { createInvitation } from './teams/create-invitation.ts'
import { createTeam } from './teams/create-team.ts'
import { getInvitation } from './teams/get-invitation.ts'
import { getMyTeam } from './teams/get-my-team.ts'
import { leaveTeam } from './teams/leave-team.ts'
import { listTeams } from './teams/list-teams.ts'
import { getWorkshop } from './workshops/get-workshop.ts'
import { setWorkshop } from './workshops/set-workshop.ts'

/** Everything that somebody can do, in the order of the API page. A test holds this list to the folder. */
export const ALL_OPERATIONS: readonly Operation[] = [
  changePassword,
  createAccount,
  createToken,
  endSessions,
  getMe,
  listAccounts,
  listTokens,
  revokeToken,
  updateAccount,
  updateMe,
  acceptRules,
  createChallenge,
  createTask,
  createTrack,
  getChallenge,
  getTask,
  listChallenges,
  setPhases,
  updateChallenge,
  updateTask,
  acceptTerms,
  buildRelease,
  createDataset,
  createRelease,
  getCitation,
  getCroissant,
  getDataset,
  getReleaseFile,
  getRelease,
  getStarter,
  inspectRelease,
  listAcceptances,
  listDatasets,
  listStarters,
  listPairs,
  listRows,
  updateDataset,
  uploadTable,
  withdrawRelease,
  getLeaderboard,
  getTrackLeaderboard,
  chooseScorer,
  getScorer,
  getTrialReport,
  listScorers,
  scoreAgain,
  tryScorer,
  tryScorerOnFile,
  uploadScorer,
  createSubmission,
  getSubmissionFile,
  getSubmissionReport,
  getSubmission,
  listSubmissions,
  getHealth,
  getPlatformStatus,
  listMetrics,
  acceptInvitation,
  createInvitation,
  createTeam,
  getInvitation,
  getMyTeam,
  leaveTeam,
  listTeams,
  getWorkshop,
  setWorkshop,
]
