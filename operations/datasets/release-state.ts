import type { ReleaseStatus } from '#core/release.ts'

const STATES: Record<ReleaseStatus, string> = {
  collecting: 'waits for its tables',
  inspecting: 'is having its tables read',
  proposed: 'waits for its schema to be confirmed',
  building: 'is being built',
  ready: 'is ready',
  failed: 'could not be built as it is',
  withdrawn: 'was withdrawn',
}

/** What a release does, for messages: "The release waits for its tables (collecting)", with the word of the API. */
export function releaseState(status: ReleaseStatus): string {
  return `The release ${STATES[status]} (${status})`
}
