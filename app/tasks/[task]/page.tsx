import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { Callout } from '#app/_ui/callout.tsx'
import { CodeBlock } from '#app/_ui/code-block.tsx'
import { ifAny } from '#app/_ui/for-page.ts'
import { Markdown } from '#app/_ui/markdown.tsx'
import { scoreText, sizeText, wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { apiPaths, paths } from '#app/_ui/paths.ts'
import { StarterList } from '#app/_ui/starter-list.tsx'
import { Stats } from '#app/_ui/stat.tsx'
import { TaskChanges } from '#app/_ui/task-changes.tsx'
import { TaskHead } from '#app/_ui/task-head.tsx'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { listStarters } from '#operations/datasets/list-starters.ts'
import { authSettings } from '#operations/settings.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { FileForm, formatsText } from './file-form.tsx'
import { loadTask, type Task } from './load-task.ts'
import { ScorerOutputs } from './scorer-outputs.tsx'
import { SubmitCard } from './submit-card.tsx'

interface Props {
  params: Promise<{ task: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadTask((await params).task)).title }
}

/** What a task asks, how to answer, and the place to hand in. */
export default async function TaskPage({ params }: Props) {
  const task = await loadTask((await params).task)
  const actor = await sessionActor()
  const own = await ifAny(listSubmissions.call(actor, { task: task.slug, limit: 3 }))
  const data = await ifAny(getDataset.call(actor, { dataset: task.dataset.slug }))
  const starters = await startersFor(task)
  return (
    <>
      <TaskHead task={task} current={paths.task(task.slug)} />
      <Stats items={facts(task)} />
      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title="The task">
            <Markdown text={task.description} topLevel={3} />
            {task.changes.length > 0 && (
              <details className="mt-5">
                <summary className="text-sm text-muted">Changed by the organisers</summary>
                <div className="mt-2">
                  <TaskChanges changes={task.changes} />
                </div>
              </details>
            )}
          </Section>
          <Section title="The file to send">
            <FileForm spec={task.spec} reads={task.scorer?.reads} />
          </Section>
          {task.scorer && (
            <Section title="How it is scored">
              <ScorerOutputs scorer={task.scorer} />
            </Section>
          )}
          {data?.access !== 'data' && <DataFirst task={task} readsTerms={data?.access === 'read-terms'} />}
          {starters && (
            <Section title="Begin with" aside={<DataLink task={task} />}>
              <StarterList
                starters={starters}
                release={task.dataset.releaseId}
                truth={task.truth.name}
                form={formOf(task)}
              />
            </Section>
          )}
          <Section
            title="By script"
            aside={
              <a className="link" href={paths.account()}>
                Make a token
              </a>
            }
          >
            <Scripts task={task} />
          </Section>
        </div>
        <aside aria-label="Submit" className="max-lg:-order-1">
          <SubmitCard task={task} own={own} signedIn={actor.kind === 'person'} />
        </aside>
      </div>
    </>
  )
}

/** The page of the release that the task pins, which need not be the newest one. */
function releaseAddress({ dataset }: Task): string {
  return `${paths.dataset(dataset.slug)}?release=${dataset.releaseId}`
}

/** Why the data is not here yet, and the way to it. */
function DataFirst({ task, readsTerms }: { task: Task; readsTerms: boolean }) {
  const { title, slug } = task.dataset
  return (
    <Callout
      tone="warn"
      title={readsTerms ? 'The data comes after its terms' : 'The data is not open to you yet'}
    >
      {readsTerms ? (
        <>
          Read and accept the terms of{' '}
          <a className="link" href={paths.dataset(slug)}>
            {title}
          </a>{' '}
          first.
        </>
      ) : (
        <>
          Participants get it once they accepted the{' '}
          <a className="link" href={paths.rules(task.challenge.slug)}>
            rules of the challenge
          </a>
          , unless its organisers keep it to themselves.
        </>
      )}
    </Callout>
  )
}

function DataLink({ task }: { task: Task }) {
  return (
    <a className="link" href={releaseAddress(task)}>
      Take the data
    </a>
  )
}

/** Which form of predictions to write: probabilities only where nothing else is taken. */
function formOf({ spec }: Task): 'label' | 'probabilities' {
  return spec.predictionForm === 'probabilities' ? 'probabilities' : 'label'
}

/** Programs that answer this task, for the kinds whose file a release's columns determine. */
async function startersFor(task: Task) {
  if (task.spec.kind !== 'classification' && task.spec.kind !== 'matching-pairs') return undefined
  const { releaseId: release } = task.dataset
  const asked = { release, truth: task.truth.name, form: formOf(task) }
  return (await ifAny(listStarters.call(await sessionActor(), asked)))?.starters
}

function facts(task: Task) {
  const { metric, truth, baselineScore } = task
  const better = metric.direction === 'higher-is-better' ? 'Higher is better.' : 'Lower is better.'
  return [
    { label: 'Metric', value: metric.title, note: `${better} ${metric.description}` },
    ...(baselineScore === null
      ? []
      : [
          {
            label: 'Baseline',
            value: scoreText(baselineScore, metric.precision),
            note: 'the organisers’ own',
          },
        ]),
    {
      label: 'Answers',
      value: wholeText(truth.rows),
      note: `${wholeText(truth.publicRows)} public, the rest decides at the close`,
    },
    {
      label: 'Data',
      value: <a className="link" href={releaseAddress(task)}>{`Release ${task.dataset.version}`}</a>,
      note: task.dataset.withdrawnReason
        ? `${task.dataset.title}; withdrawn since: ${task.dataset.withdrawnReason}`
        : task.dataset.title,
    },
  ]
}

function Scripts({ task }: { task: Task }) {
  const server = authSettings().publicUrl
  const send = [
    'curl -H "Authorization: Bearer $GRANDSTAND_TOKEN" \\',
    '  -T predictions.csv \\',
    `  "${server}${apiPaths.submissions(task.slug)}?filename=predictions.csv&wait=30"`,
  ].join('\n')
  const test = task.spec.kind === 'classification' ? 'test.parquet' : 'test_pairs.parquet'
  const take = `curl -OJ ${server}${apiPaths.releaseFile(task.dataset.releaseId, test)}`
  return (
    <div className="grid grid-cols-1 gap-4">
      <CodeBlock label="Take the rows to predict" code={take} />
      <CodeBlock
        label="Send predictions, wait for the report"
        code={send.replace('-T ', '-X POST --data-binary @')}
      />
      <p className="text-sm text-muted">
        {task.scorer
          ? `${formatsText(task.scorer.reads)}, `
          : 'CSV or Parquet, plain, .gz, .zst or one file in a zip, '}
        at most {sizeText(task.maxUploadBytes)}.
      </p>
    </div>
  )
}
