/** Who may look into a dataset. One decision for every page and every file. */

/** Who may have the data, beside those who keep the dataset. */
export const VISIBILITIES = ['public', 'members', 'organisers'] as const
export type Visibility = (typeof VISIBILITIES)[number]

/** What is known of a dataset and of somebody who asks for it. */
export interface DatasetStanding {
  visibility: Visibility
  /** Made it, or is an operator. */
  keeps: boolean
  /** Organises a challenge that has a task on it. */
  organises: boolean
  /** Accepted the rules of a published challenge that has a task on it. */
  participates: boolean
  /** The present version of its terms; 0 when there are none. */
  termsVersion: number
  /** The newest version that they accepted; 0 when none. */
  acceptedVersion: number
}

/**
 * What they may do: `nothing` (for them it is not there), `read-terms` (they see what it is and may accept its terms,
 * but neither schema, rows nor files), or `data`.
 *
 * - public: everybody.
 * - members: people of its challenges, once they accepted the present version of the terms, if there are any.
 * - organisers: who keeps it, and who organises a challenge on it.
 */
export function dataAccess(standing: DatasetStanding): 'nothing' | 'read-terms' | 'data' {
  const { visibility, keeps, organises, participates, termsVersion, acceptedVersion } = standing
  if (visibility === 'public' || keeps || organises) return 'data'
  if (visibility === 'organisers' || !participates) return 'nothing'
  return acceptedVersion >= termsVersion ? 'data' : 'read-terms'
}
