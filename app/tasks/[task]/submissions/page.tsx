import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { ButtonLink } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { paths } from '#app/_ui/paths.ts'
import { SubmissionTable } from '#app/_ui/submission-table.tsx'
import { TaskHead } from '#app/_ui/task-head.tsx'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { loadTask } from '../load-task.ts'

interface Props {
  params: Promise<{ task: string }>
  searchParams: Promise<{ before?: string }>
}

const PAGE_SIZE = 50

export const metadata: Metadata = { title: 'Your submissions' }

/** What the viewer's team has sent to a task, newest first. */
export default async function SubmissionsPage({ params, searchParams }: Props) {
  const task = await loadTask((await params).task)
  const address = paths.submissions(task.slug)
  const { before } = await searchParams
  const asked = listSubmissions.call(await sessionActor(), { task: task.slug, before, limit: PAGE_SIZE })
  const { submissions, quota } = await forPage(address, asked)
  const left = quota && Math.max(0, quota.limit - quota.used)
  return (
    <>
      <TaskHead
        task={task}
        current={address}
        lead={
          quota?.closesAt && `${left} of ${quota.limit} submissions left today; rejected files cost nothing.`
        }
      />
      {submissions.length === 0 ? (
        <EmptyState
          title="Nothing sent yet"
          action={<ButtonLink href={paths.task(task.slug)}>To the task</ButtonLink>}
        >
          What your team sends to this task is listed here with its score or what is wrong with it.
        </EmptyState>
      ) : (
        <SubmissionTable task={task} submissions={submissions} />
      )}
      {submissions.length === PAGE_SIZE && (
        <p className="mt-4">
          <a className="link" href={`${address}?before=${submissions.at(-1)?.id}`}>
            Older submissions
          </a>
        </p>
      )}
    </>
  )
}
