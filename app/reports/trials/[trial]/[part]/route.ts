import { framedReport } from '#app/_http/framed-report.ts'
import { sessionActor } from '#app/_http/session.ts'
import { getTrialReport } from '#operations/scorers/get-trial-report.ts'

/** What an organiser's program reported in a trial. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ trial: string; part: string }> },
): Promise<Response> {
  const { trial, part } = await params
  const wanted = part === 'private' || part === 'all' ? part : 'public'
  return framedReport(getTrialReport.call(await sessionActor(), { trial, part: wanted }))
}
