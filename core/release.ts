/** The life of a release: its tables come, are read, are confirmed, are built; then it is there for good, or withdrawn. */
export const RELEASE_STATUSES = [
  'collecting',
  'inspecting',
  'proposed',
  'building',
  'ready',
  'failed',
  'withdrawn',
] as const
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number]
