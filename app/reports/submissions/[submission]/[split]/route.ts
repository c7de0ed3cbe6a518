import { framedReport } from '#app/_http/framed-report.ts'
import { sessionActor } from '#app/_http/session.ts'
import { getSubmissionReport } from '#operations/submissions/get-submission-report.ts'

/** What the organisers' program reported on a part of a submission. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ submission: string; split: string }> },
): Promise<Response> {
  const { submission, split } = await params
  const part = split === 'private' ? 'private' : 'public'
  return framedReport(getSubmissionReport.call(await sessionActor(), { submission, split: part }))
}
