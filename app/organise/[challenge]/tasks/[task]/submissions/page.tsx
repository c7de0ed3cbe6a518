import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { SubmissionTable } from '#app/_ui/submission-table.tsx'
import { loadTask } from '#app/tasks/[task]/load-task.ts'
import { SUBMISSION_STATUSES } from '#core/submission.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { listTeams } from '#operations/teams/list-teams.ts'
import { FilterForm } from './filter-form.tsx'

export const metadata: Metadata = { title: 'All submissions' }

const PAGE_SIZE = 50

interface Props {
  params: Promise<{ challenge: string; task: string }>
  searchParams: Promise<{ team?: string; status?: string; before?: string }>
}

/** What all teams have sent to a task, newest first, for those who run it. */
export default async function AllSubmissionsPage({ params, searchParams }: Props) {
  const { challenge, task: slug } = await params
  const asked = await searchParams
  const here = paths.organiseSubmissions(challenge, slug)
  const actor = await sessionActor()
  const task = await loadTask(slug)
  const team = asked.team || undefined
  const status = SUBMISSION_STATUSES.find((name) => name === asked.status)
  const question = { all: 'true' as const, team, status, before: asked.before, limit: PAGE_SIZE }
  const { submissions } = await forPage(here, listSubmissions.call(actor, { task: slug, ...question }))
  const { teams } = await forPage(here, listTeams.call(actor, { challenge: task.challenge.slug }))
  const address = (changes: Record<string, string | undefined>) => {
    const pairs = Object.entries({ team, status, ...changes }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    )
    return pairs.length > 0 ? `${here}?${new URLSearchParams(pairs)}` : here
  }
  return (
    <>
      <PageHeading
        title="All submissions"
        eyebrow={task.title}
        crumbs={[
          { title: `Organise ${task.challenge.title}`, href: paths.organise(challenge) },
          { title: task.title, href: paths.organiseTask(challenge, slug) },
        ]}
      />
      <FilterForm teams={teams} team={team} status={status} />
      {submissions.length === 0 ? (
        <EmptyState title="No submission fits">
          {team || status || asked.before ? 'Ask for less.' : 'What teams send to this task is listed here.'}
        </EmptyState>
      ) : (
        <SubmissionTable
          task={task}
          submissions={submissions}
          teamAddress={(one) => address({ team: one })}
        />
      )}
      <p className="mt-4 flex flex-wrap gap-5">
        {asked.before && (
          <a className="link" href={address({})}>
            Newest
          </a>
        )}
        {submissions.length === PAGE_SIZE && (
          <a className="link font-semibold" href={address({ before: submissions.at(-1)?.id })} rel="next">
            Older submissions
          </a>
        )}
      </p>
    </>
  )
}
