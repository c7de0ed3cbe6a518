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
  /** Pages for frames: see app/_ui/report-frame.tsx. */
  submissionReport: (submission: string, split: string) =>
    `/reports/submissions/${segment(submission)}/${segment(split)}`,
  trialReport: (trial: string, part: string) => `/reports/trials/${segment(trial)}/${segment(part)}`,
  datasets: () => '/datasets',
  dataset: (dataset: string) => `/datasets/${segment(dataset)}`,
  newDataset: () => '/datasets/new',
  editDataset: (dataset: string) => `/datasets/${segment(dataset)}/edit`,
  release: (dataset: string, release: string) => `/datasets/${segment(dataset)}/releases/${segment(release)}`,
  /** A dataset's page, open at one table of a release. */
  table: (dataset: string, release: string, table: string) =>
    `/datasets/${segment(dataset)}?release=${segment(release)}&table=${segment(table)}`,
  rows: (dataset: string, release: string, table: string) =>
    `/datasets/${segment(dataset)}/rows?release=${segment(release)}&table=${segment(table)}`,
  organise: (challenge: string) => `/organise/${segment(challenge)}`,
  organiseTask: (challenge: string, task: string) => `/organise/${segment(challenge)}/tasks/${segment(task)}`,
  organiseSubmissions: (challenge: string, task: string) =>
    `/organise/${segment(challenge)}/tasks/${segment(task)}/submissions`,
  organiseWorkshop: (challenge: string) => `/organise/${segment(challenge)}/workshop`,
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
  acceptances: (dataset: string) => `/api/v1/datasets/${segment(dataset)}/terms/acceptances`,
  uploads: () => '/api/v1/uploads',
  release: (release: string) => `/api/v1/releases/${segment(release)}`,
  croissant: (release: string) => `/api/v1/releases/${segment(release)}/croissant`,
  starter: (release: string, starter: string, truth: string, form: string) =>
    `/api/v1/releases/${segment(release)}/starters/${segment(starter)}?truth=${segment(truth)}&form=${segment(form)}`,
  table: (release: string, table: string) => `/api/v1/releases/${segment(release)}/tables/${segment(table)}`,
  scorers: (task: string) => `/api/v1/tasks/${segment(task)}/scorers`,
  trialFile: (scorer: string) => `/api/v1/scorers/${segment(scorer)}/trials/file`,
  leaderboardEvents: (task: string) => `/api/v1/tasks/${segment(task)}/leaderboard/events`,
  releaseFile: (release: string, file: string) =>
    `/api/v1/releases/${segment(release)}/files/${file.split('/').map(segment).join('/')}`,
} as const
