import type { ReactNode } from 'react'
import { PageHeading } from './page-heading.tsx'
import { paths } from './paths.ts'
import { TabLinks } from './tabs.tsx'
import { KIND_TITLES } from './task-words.ts'

interface Headed {
  slug: string
  title: string
  challenge: { slug: string; title: string }
  track: { slug: string; title: string }
  dataset: { slug: string }
  spec: { kind: string }
}

/** Title and tabs of every page of a task; `current` is the address of the tab. */
export function TaskHead({ task, current, lead }: { task: Headed; current: string; lead?: ReactNode }) {
  return (
    <>
      <PageHeading
        title={task.title}
        eyebrow={KIND_TITLES[task.spec.kind]}
        lead={lead}
        crumbs={[
          { title: 'Challenges', href: paths.challenges() },
          { title: task.challenge.title, href: paths.challenge(task.challenge.slug) },
          { title: task.track.title, href: paths.track(task.challenge.slug, task.track.slug) },
        ]}
      />
      <TabLinks
        label={task.title}
        current={current}
        tabs={[
          { title: 'Task', href: paths.task(task.slug) },
          { title: 'Leaderboard', href: paths.leaderboard(task.slug) },
          { title: 'Your submissions', href: paths.submissions(task.slug) },
          { title: 'Data', href: paths.dataset(task.dataset.slug) },
        ]}
      />
    </>
  )
}
