import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Field, Select, TextArea } from '#app/_ui/field.tsx'
import { paths } from '#app/_ui/paths.ts'
import { AVERAGING_TITLES } from '#app/_ui/task-words.ts'
import type { Challenge } from '#app/challenges/[challenge]/load-challenge.ts'
import { AVERAGINGS } from '#core/ranking.ts'
import { addTask, addTrack } from '../actions.ts'
import { listMetricOptions, type MetricOption } from './list-metric-options.ts'
import { listTruths, type TruthOption } from './list-truths.ts'

const PANEL = 'border border-line bg-surface p-5'

/** The tracks with their tasks, a form for one more task in each, and one for one more track. */
export async function TracksEditor({ challenge }: { challenge: Challenge }) {
  const [truths, metrics] = await Promise.all([listTruths(), listMetricOptions()])
  return (
    <div className="grid grid-cols-1 gap-6">
      {challenge.tracks.map((track) => (
        <section key={track.id} className={PANEL}>
          <h3 className="called text-2xl">{track.title}</h3>
          <p className="text-sm text-muted">{AVERAGING_TITLES[track.averaging]}</p>
          <ul className="my-4 grid gap-1.5">
            {track.tasks.map((task) => (
              <li key={task.id}>
                <a className="link font-semibold" href={paths.task(task.slug)}>
                  {task.title}
                </a>{' '}
                <span className="text-sm text-muted">
                  {metrics.find(({ value }) => value === `${task.kind} ${task.primaryMetric}`)?.title ??
                    task.primaryMetric}
                  {', '}
                </span>
                <a className="link text-sm" href={paths.organiseTask(challenge.slug, task.slug)}>
                  change it, or its scorer
                </a>
                <span className="text-sm text-muted">{', '}</span>
                <a className="link text-sm" href={paths.organiseSubmissions(challenge.slug, task.slug)}>
                  submissions
                </a>
              </li>
            ))}
          </ul>
          <details>
            <summary className="font-semibold">Add a task to {track.title}</summary>
            <TaskForm challenge={challenge.slug} track={track.slug} truths={truths} metrics={metrics} />
          </details>
        </section>
      ))}
      <details className={PANEL} open={challenge.tracks.length === 0}>
        <summary className="font-semibold">Add a track</summary>
        <div className="mt-4 max-w-2xl">
          <ActionForm action={addTrack}>
            <input type="hidden" name="challenge" value={challenge.slug} />
            <Field name="title" label="Title" required maxLength={80} />
            <TextArea name="description" label="Description" rows={3} />
            <Select
              name="averaging"
              label="How its tasks are averaged"
              options={AVERAGINGS.map((value) => ({ value, title: AVERAGING_TITLES[value] }))}
            />
            <Field name="prize" label="Prize" maxLength={300} />
            <SubmitButton>Add the track</SubmitButton>
          </ActionForm>
        </div>
      </details>
    </div>
  )
}

function TaskForm({
  challenge,
  track,
  truths,
  metrics,
}: {
  challenge: string
  track: string
  truths: readonly TruthOption[]
  metrics: readonly MetricOption[]
}) {
  if (truths.length === 0) {
    return (
      <p className="mt-4 text-muted">
        A task needs a dataset with a release that is ready.{' '}
        <a className="link" href={paths.newDataset()}>
          Register one
        </a>
        .
      </p>
    )
  }
  return (
    <div className="mt-4 max-w-2xl">
      <ActionForm action={addTask}>
        <input type="hidden" name="challenge" value={challenge} />
        <input type="hidden" name="track" value={track} />
        <Field name="title" label="Title" required maxLength={120} />
        <TextArea name="description" label="Description" hint="Markdown." rows={5} />
        <Select name="truth" label="Answers" options={truths} />
        <Select name="judgedBy" label="Kind and primary metric" options={metrics} />
        <Field
          name="slices"
          label="Slices"
          hint="Classification by the built-in metrics: features of the test table by which reports show the score, too: country, age, country+age. Can be changed later."
        />
        <SubmitButton>Add the task</SubmitButton>
      </ActionForm>
    </div>
  )
}
