import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { CellInput, CellSelect } from '#app/_ui/field.tsx'
import type { Challenge } from '#app/challenges/[challenge]/load-challenge.ts'
import { savePhases } from '../actions.ts'
import { phaseField } from '../phase-rows.ts'
import { typedUtc } from '../typed-utc.ts'

const SPLITS = [
  { value: 'public', title: 'public part' },
  { value: 'private', title: 'private part' },
]

/** The phases as rows to edit; the last row is empty, for one more. */
export function PhasesForm({ challenge }: { challenge: Challenge }) {
  const rows = [...challenge.phases, undefined]
  return (
    <ActionForm action={savePhases}>
      <input type="hidden" name="challenge" value={challenge.slug} />
      <DataTable
        caption="Phases"
        stacked
        rows={rows}
        rowKey={(phase) => phase?.id ?? 'new'}
        columns={[
          {
            title: 'Title',
            cell: (phase, row) => (
              <>
                <input type="hidden" name={phaseField(row, 'slug')} value={phase?.slug ?? ''} />
                <CellInput
                  cardLabel="Title"
                  name={phaseField(row, 'title')}
                  aria-label={phase ? `Title of ${phase.title}` : 'Title of a new phase'}
                  placeholder={phase ? '' : 'A new phase'}
                  defaultValue={phase?.title}
                  style={{ minWidth: '9rem' }}
                />
              </>
            ),
          },
          {
            title: 'Starts (UTC)',
            cell: (phase, row) => (
              <Instant name={phaseField(row, 'startsAt')} label="Starts" value={phase?.startsAt} />
            ),
          },
          {
            title: 'Ends (UTC)',
            cell: (phase, row) => (
              <Instant name={phaseField(row, 'endsAt')} label="Ends" value={phase?.endsAt} />
            ),
          },
          {
            title: 'Per team, task, day',
            cell: (phase, row) => (
              <CellInput
                cardLabel="Submissions per team, task and day"
                type="number"
                min={0}
                name={phaseField(row, 'dailyQuota')}
                aria-label="Submissions per team, task and day; 0 takes none"
                defaultValue={phase?.dailyQuota ?? 5}
                style={{ minWidth: '5rem' }}
              />
            ),
          },
          {
            title: 'Boards show',
            cell: (phase, row) => (
              <CellSelect
                cardLabel="Boards show"
                name={phaseField(row, 'visibleSplit')}
                aria-label="Part of the answers that boards show"
                defaultValue={phase?.visibleSplit}
                options={SPLITS}
                style={{ minWidth: '8rem' }}
              />
            ),
          },
        ]}
      />
      <p className="text-sm text-muted">
        Empty a title to remove its phase. Phases may not overlap; 0 submissions takes none.
      </p>
      <SubmitButton>Save the phases</SubmitButton>
    </ActionForm>
  )
}

function Instant({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <CellInput
      cardLabel={`${label} (UTC)`}
      type="datetime-local"
      name={name}
      aria-label={`${label}, in UTC`}
      defaultValue={value && typedUtc(value)}
      style={{ minWidth: '12rem' }}
    />
  )
}
