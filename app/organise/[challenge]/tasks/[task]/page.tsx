import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { LiveRefresh } from '#app/_ui/live-refresh.tsx'
import { countText } from '#app/_ui/numbers.ts'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { apiPaths, paths } from '#app/_ui/paths.ts'
import { loadTask } from '#app/tasks/[task]/load-task.ts'
import { listScorers } from '#operations/scorers/list-scorers.ts'
import { chooseBuiltin, scoreRest } from './actions.ts'
import { FailureList } from './failure-list.tsx'
import { FileSender } from './file-sender.tsx'
import { loadSettings } from './load-settings.ts'
import { ScorerCard } from './scorer-card.tsx'
import type { TaskScorers } from './scorer-types.ts'
import { TaskForm } from './task-form.tsx'

export const metadata: Metadata = { title: 'Task' }

interface Props {
  params: Promise<{ challenge: string; task: string }>
}

/** One task for those who run it: what it says, and what scores it. */
export default async function OrganiseTaskPage({ params }: Props) {
  const { challenge, task: slug } = await params
  const path = paths.organiseTask(challenge, slug)
  const scoring = await forPage(path, listScorers.call(await sessionActor(), { task: slug }))
  const { task, scorers, chosen, counts } = scoring
  const isBusy =
    counts.underWay > 0 ||
    scorers.some(
      ({ status, trials }) => status === 'checking' || trials.some(({ outcome }) => outcome === null),
    )
  const shown = await loadTask(slug)
  const settings = await loadSettings(shown, counts.submissions > 0)
  return (
    <>
      {isBusy && <LiveRefresh everyMs={1_000} />}
      <PageHeading
        title={task.title}
        eyebrow={`Task of ${shown.challenge.title}`}
        crumbs={[{ title: `Organise ${shown.challenge.title}`, href: paths.organise(challenge) }]}
        actions={
          <>
            <ButtonLink look="plain" href={paths.organiseSubmissions(challenge, task.slug)}>
              {countText(counts.submissions, 'submission')}
            </ButtonLink>
            <ButtonLink look="plain" href={paths.task(task.slug)}>
              See it as others do
            </ButtonLink>
          </>
        }
      />
      <Section title="What scores it now">
        <Present scoring={scoring} challenge={challenge} />
      </Section>
      <Section title="The task" id="task">
        <TaskForm task={shown} challenge={challenge} settings={settings} />
      </Section>
      <Section
        id="scorer"
        title="Your own scorer"
        aside={
          <a className="link" href={paths.docs('scorers')}>
            How to write one
          </a>
        }
      >
        <div className="grid grid-cols-1 gap-6">
          <p className="max-w-measure text-muted">
            A Python or Node program for what no built-in metric says. It is checked when it arrives, scores
            nothing until it has passed a trial and you choose it, and is never shown to anybody: only the
            worker reads it.
          </p>
          <div className="max-w-2xl">
            <FileSender
              address={apiPaths.scorers(task.slug)}
              label="Drop the program here"
              hint="A zip or tar.gz of the folder with scorer.yaml, at most 256 MiB"
              accept=".zip,.gz,.tgz"
              name="program"
              after="Sent, checking it"
            />
          </div>
          {scorers.map((scorer) => (
            <ScorerCard
              key={scorer.id}
              scorer={scorer}
              challenge={challenge}
              isChosen={scorer.id === chosen}
              earlier={counts.submissions - counts.underWay}
            />
          ))}
        </div>
      </Section>
    </>
  )
}

function Present({ scoring, challenge }: { scoring: TaskScorers; challenge: string }) {
  const { task, scorers, chosen, metric, counts, failures } = scoring
  const version = scorers.find(({ id }) => id === chosen)
  const hidden = (
    <>
      <input type="hidden" name="challenge" value={challenge} />
      <input type="hidden" name="task" value={task.slug} />
    </>
  )
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-5">
      <p>
        <strong>{version ? `Your scorer, version ${version.number}` : 'The built-in metrics'}</strong>; the
        board ranks by <strong>{metric.title}</strong>,{' '}
        {metric.direction === 'higher-is-better' ? 'higher is better' : 'lower is better'}.
        {counts.underWay > 0 && ` ${countText(counts.underWay, 'submission')} under way.`}
      </p>
      <FailureList failures={failures} />
      {counts.unscored > 0 && (
        <ActionForm action={scoreRest}>
          {hidden}
          <Callout tone="warn" title={`${countText(counts.unscored, 'submission')} not scored by it`}>
            They were scored by something else or could not be scored, and do not stand on the board. Scoring
            them again costs their teams no further quota.
          </Callout>
          <SubmitButton>Score them now</SubmitButton>
        </ActionForm>
      )}
      {version && (
        <ActionForm action={chooseBuiltin}>
          {hidden}
          <SubmitButton look="plain">Go back to the built-in metrics</SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}
