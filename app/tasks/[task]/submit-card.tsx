import type { z } from 'zod'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { paths } from '#app/_ui/paths.ts'
import { SubmissionList } from '#app/_ui/submission-list.tsx'
import { Countdown, Time } from '#app/_ui/time.tsx'
import { UploadForm } from '#app/_ui/upload-form.tsx'
import type { listSubmissions } from '#operations/submissions/list-submissions.ts'
import type { Task } from './load-task.ts'

type Own = z.output<(typeof listSubmissions)['output']>

/** The place to hand in: what is left of today's quota, the file, and the latest submissions. */
export function SubmitCard({ task, own, signedIn }: { task: Task; own: Own | undefined; signedIn: boolean }) {
  return (
    <section className="border-t-4 border-accent bg-surface p-5 ring-1 ring-line sm:p-6">
      <h2 className="called text-2xl">Submit</h2>
      <Place task={task} own={own} signedIn={signedIn} />
      {own && own.submissions.length > 0 && (
        <div className="mt-6">
          <h3 className="lettered mb-2 text-muted">Your latest</h3>
          <SubmissionList submissions={own.submissions} />
        </div>
      )}
    </section>
  )
}

const LAST_DAY_MS = 86_400_000

/** For who hands in at 23:58: how long there is, and what counts. */
function LastDay({ closesAt }: { closesAt: string }) {
  return (
    <div className="mb-4">
      <Callout tone="warn">
        <strong>
          <Countdown until={closesAt} />
        </strong>
        . What counts is when your file begins to arrive; scoring may end later.
      </Callout>
    </div>
  )
}

function Place({ task, own, signedIn }: { task: Task; own: Own | undefined; signedIn: boolean }) {
  if (!signedIn) {
    return (
      <>
        <p className="my-3 text-muted">
          Sign in and make a team to send predictions. Data and boards are open.
        </p>
        <ButtonLink href={paths.signIn(paths.task(task.slug))}>Sign in</ButtonLink>
      </>
    )
  }
  if (!own?.quota) {
    return (
      <>
        <p className="my-3 text-muted">
          Accept the rules and make or join a team first; one person is enough.
        </p>
        <ButtonLink href={paths.team(task.challenge.slug)}>To the team page</ButtonLink>
      </>
    )
  }
  const { used, limit, renewsAt, closesAt, opensAt } = own.quota
  if (closesAt === null) {
    return (
      <p className="my-3 text-muted">
        {opensAt ? (
          <>
            Submissions open on <Time at={opensAt} />.
          </>
        ) : (
          'The challenge takes no more submissions.'
        )}
      </p>
    )
  }
  return (
    <>
      <p className="figures mb-4 mt-2 text-muted">
        {wholeText(Math.max(0, limit - used))} of {wholeText(limit)} left today; renews <Time at={renewsAt} />
        . Closes <Time at={closesAt} />.
      </p>
      {new Date(closesAt).getTime() - Date.now() < LAST_DAY_MS && <LastDay closesAt={closesAt} />}
      {used < limit && <UploadForm task={task.slug} maxBytes={task.maxUploadBytes} />}
    </>
  )
}
