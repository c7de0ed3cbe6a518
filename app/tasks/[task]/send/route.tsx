import { actorOf } from '#app/_http/actor-of.ts'
import { readFile } from '#app/_http/read-file.ts'
import type { Viewer } from '#app/_ui/account-menu.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Document } from '#app/_ui/document.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { pageResponse, pageRoute } from '#app/_ui/page-response.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ProblemTable } from '#app/_ui/problem-table.tsx'
import { Shell } from '#app/_ui/shell.tsx'
import { type Actor, ANONYMOUS } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'

/**
 * Where the form to submit posts when there are no scripts: takes the file as a stream, then shows the submission, or a
 * page that says why it was not taken.
 */
export const POST = pageRoute(async ({ task }: { task: string }, request) => {
  let actor: Actor = ANONYMOUS
  try {
    actor = await actorOf(request)
    const { file, fields } = await readFile(request)
    const { id } = await createSubmission.call(actor, { task, note: fields.note }, { file })
    return seeOther(paths.submission(id))
  } catch (thrown) {
    if (!(thrown instanceof GrandstandError)) throw thrown
    if (thrown.code === 'unauthenticated') return seeOther(paths.signIn(paths.task(task)))
    return refusalPage(thrown, task, actor.kind === 'person' ? actor : null)
  }
})

/** Somebody who reloads or shares the address gets the form. */
export const GET = pageRoute(async ({ task }: { task: string }) => seeOther(paths.task(task)))

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } })
}

function refusalPage(error: GrandstandError, task: string, viewer: Viewer | null): Promise<Response> {
  return pageResponse(
    <Document title={`${error.title} · Grandstand`}>
      <Shell viewer={viewer}>
        <PageHeading
          title="The file was not taken"
          crumbs={[{ title: 'Back to the task', href: paths.task(task) }]}
        />
        <div className="grid grid-cols-1 gap-6">
          <Callout tone="bad" title={error.title}>
            {error.message}
          </Callout>
          <ProblemTable problems={error.problems} />
        </div>
      </Shell>
    </Document>,
    error.status,
  )
}
