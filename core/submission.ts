/** The life of a submission, and who may read what of it. */
export const SUBMISSION_STATUSES = ['queued', 'scoring', 'scored', 'rejected', 'faulted'] as const
export type SubmissionStatus = (typeof SUBMISSION_STATUSES)[number]

/** Whether nothing more will happen to it by itself. */
export function isFinal(status: SubmissionStatus): boolean {
  return status === 'scored' || status === 'rejected' || status === 'faulted'
}
