/** Every address of the site in one place: pages link through here, so that a moved page breaks the types and not the link. */
const segment = (text: string) => encodeURIComponent(text)

export const paths = {
  home: () => '/',
  challenges: () => '/challenges',
  challenge: (challenge: string) => `/challenges/${segment(challenge)}`,
  rules: (challenge: string) => `/challenges/${segment(challenge)}/rules`,
  team: (challenge: string) => `/challenges/${segment(challenge)}/team`,
  workshop: (challenge: string) => `/challenges/${segment(challenge)}/workshop`,
  track: (challenge: string, track: string) => `/challenges/${segment(challenge)}/tracks/${segment(track)}`,
  join: (invitation: string) => `/join/${segment(invitation)}`,
  task: (task: string) => `/tasks/${segment(task)}`,
  send: (task: string) => `/tasks/${segment(task)}/send`,
  leaderboard: (task: string) => `/tasks/${segment(task)}/leaderboard`,
  submissions: (task: string) => `/tasks/${segment(task)}/submissions`,
  submission: (submission: string) => `/submissions/${segment(submission)}`,
  datasets: () => '/datasets',
  dataset: (dataset: string) => `/datasets/${segment(dataset)}`,
  newDataset: () => '/datasets/new',
  release: (dataset: string, release: string) => `/datasets/${segment(dataset)}/releases/${segment(release)}`,
  organise: (challenge: string) => `/organise/${segment(challenge)}`,
  newChallenge: () => '/organise/new',
  docs: (page: string) => `/docs/${page}`,
  apiDocs: () => '/api-docs',
  signIn: (next?: string) => (next ? `/sign-in?callbackUrl=${segment(next)}` : '/sign-in'),
  signUp: (next?: string) => (next ? `/sign-up?callbackUrl=${segment(next)}` : '/sign-up'),
  signOut: () => '/sign-out',
  account: () => '/account',
  admin: () => '/admin',
} as const

/** Addresses below /api/v1 that pages link to or call. */
export const apiPaths = {
  document: () => '/api/v1/openapi.json',
  submissions: (task: string) => `/api/v1/tasks/${segment(task)}/submissions`,
  submission: (submission: string) => `/api/v1/submissions/${segment(submission)}`,
  submissionEvents: (submission: string) => `/api/v1/submissions/${segment(submission)}/events`,
  challengeEvents: (challenge: string) => `/api/v1/challenges/${segment(challenge)}/events`,
  release: (release: string) => `/api/v1/releases/${segment(release)}`,
  table: (release: string, table: string) => `/api/v1/releases/${segment(release)}/tables/${segment(table)}`,
  leaderboardEvents: (task: string) => `/api/v1/tasks/${segment(task)}/leaderboard/events`,
  releaseFile: (release: string, file: string) =>
    `/api/v1/releases/${segment(release)}/files/${file.split('/').map(segment).join('/')}`,
} as const
