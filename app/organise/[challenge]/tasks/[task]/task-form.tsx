import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Field, Select, TextArea } from '#app/_ui/field.tsx'
import { TaskChanges } from '#app/_ui/task-changes.tsx'
import { sliceText } from '#app/organise/slice-text.ts'
import type { Task } from '#app/tasks/[task]/load-task.ts'
import { saveTask } from './actions.ts'
import type { TaskSettings } from './load-settings.ts'
import { megabytes } from './megabytes.ts'

const FORMS = [
  { value: 'either', title: 'Labels or probabilities' },
  { value: 'label', title: 'Labels only' },
  { value: 'probabilities', title: 'Probabilities only' },
]

interface TaskFormProps {
  task: Task
  challenge: string
  settings: TaskSettings
}

/** What a task says and measures, as far as it may still change. */
export function TaskForm({ task, challenge, settings }: TaskFormProps) {
  return (
    <div className="max-w-2xl">
      <ActionForm action={saveTask}>
        <input type="hidden" name="challenge" value={challenge} />
        <input type="hidden" name="task" value={task.slug} />
        <Field name="title" label="Title" required maxLength={120} defaultValue={task.title} />
        <TextArea
          name="description"
          label="Description"
          hint="Markdown."
          rows={8}
          defaultValue={task.description}
        />
        {task.spec.kind === 'classification' && <Slices task={task} features={settings.features} />}
        <Field
          name="baselineScore"
          label="Your baseline’s score (optional)"
          hint="Shown beside the teams’ scores; zero of a track that averages normalised scores."
          inputMode="decimal"
          defaultValue={task.baselineScore ?? ''}
        />
        <Field
          name="maxUploadMegabytes"
          label="Largest file, in MB"
          type="number"
          min={1}
          required
          defaultValue={megabytes(task.maxUploadBytes)}
        />
        <Settled task={task} settings={settings} />
        <SubmitButton>Save the task</SubmitButton>
      </ActionForm>
      {task.changes.length > 0 && (
        <div className="mt-8">
          <h3 className="mb-2 font-semibold">Changed so far</h3>
          <TaskChanges changes={task.changes} />
        </div>
      )}
    </div>
  )
}

function Slices({ task, features }: { task: Task; features: readonly string[] }) {
  return (
    <>
      <Field
        name="slices"
        label="Slices"
        hint={
          features.length > 0
            ? `Features of the test table by which reports show the score, too, alone or two together (a+b), separated by commas. There are: ${features.join(', ')}. Reports that exist stay as they are.`
            : 'The test table has no features to slice by.'
        }
        defaultValue={sliceText(task.spec.slices)}
      />
      {task.scorer && (
        <Callout tone="warn" title="Slices rest while your own scorer is chosen">
          They belong to the built-in metrics. A program can write tables of its own into its report.
        </Callout>
      )}
    </>
  )
}

/** What stands once the first file was sent. */
function Settled({ task, settings }: { task: Task; settings: TaskSettings }) {
  if (!settings.metrics) {
    return (
      <p className="text-sm text-muted">
        Answers ({task.truth.name} of release {task.dataset.version}), metric and form of the files stand,
        since files were sent: scores could not be compared. For other ones add another task.
      </p>
    )
  }
  return (
    <>
      <p className="text-sm text-muted">These three can change until the first file is sent:</p>
      <Select
        name="truth"
        label="Answers"
        options={settings.truths}
        defaultValue={`${task.dataset.releaseId} ${task.truth.name}`}
      />
      <Select
        name="primaryMetric"
        label="Primary metric"
        hint={task.scorer ? 'Ranks when no scorer of your own is chosen.' : undefined}
        options={settings.metrics}
        defaultValue={task.primaryMetric}
      />
      {task.spec.kind === 'classification' && (
        <Select
          name="predictionForm"
          label="What a file holds"
          options={FORMS}
          defaultValue={task.spec.predictionForm}
        />
      )}
    </>
  )
}
