import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { Field } from '#app/_ui/field.tsx'
import { confirm } from '../../../actions.ts'
import type { Dataset, Release } from '../../load-dataset.ts'
import { fieldName } from './revised-schema.ts'

type Schema = NonNullable<Release['schema']>

const ROLES = ['id', 'feature', 'label', 'group', 'ignore']
const MODALITIES = ['id', 'numeric', 'categorical', 'text', 'image', 'boolean', 'datetime']
const BOX = 'rounded-card border border-edge bg-surface px-2 py-1.5'

interface SchemaReviewProps {
  dataset: Dataset
  release: Release
  schema: Schema
}

/** The schema as it was read, to be corrected and confirmed. */
export function SchemaReview({ dataset, release, schema }: SchemaReviewProps) {
  const split = release.sources.some((source) => source.table === 'table')
  return (
    <ActionForm action={confirm} className="grid gap-10">
      <input type="hidden" name="release" value={release.id} />
      <input type="hidden" name="dataset" value={dataset.slug} />
      {schema.tables.map((table, t) => (
        <div key={table.name}>
          <h3 className="called mb-3 text-xl">{table.name}</h3>
          <DataTable
            caption={`Columns of ${table.name}`}
            rows={table.columns}
            rowKey={(column) => column.name}
            columns={[
              {
                title: 'Column',
                cell: (column) => (
                  <>
                    <code className="font-mono font-semibold">{column.name}</code>
                    <p className="text-sm text-muted">
                      {column.type}
                      {column.nullable && ', may be empty'}
                    </p>
                  </>
                ),
              },
              {
                title: 'Role',
                cell: (column, c) => (
                  <Choice
                    name={fieldName(t, c, 'role')}
                    label={`Role of ${column.name}`}
                    value={column.role}
                    options={ROLES}
                  />
                ),
              },
              {
                title: 'Modality',
                cell: (column, c) => (
                  <Choice
                    name={fieldName(t, c, 'modality')}
                    label={`Modality of ${column.name}`}
                    value={column.modality}
                    options={MODALITIES}
                  />
                ),
              },
              {
                title: 'Why',
                wideOnly: true,
                cell: (column) => <span className="text-sm text-muted">{column.reason}</span>,
              },
              {
                title: 'Description',
                cell: (column, c) => (
                  <input
                    name={fieldName(t, c, 'description')}
                    aria-label={`Description of ${column.name}`}
                    defaultValue={column.description}
                    className={`${BOX} min-w-48`}
                  />
                ),
              },
            ]}
          />
        </div>
      ))}
      {split && (
        <fieldset className="grid max-w-2xl gap-5 sm:grid-cols-3">
          <legend className="called mb-3 text-xl">Split</legend>
          <Field
            name="testFraction"
            label="Share of test rows"
            type="number"
            min={0.05}
            max={0.9}
            step={0.01}
            defaultValue={0.3}
          />
          <Field
            name="publicFraction"
            label="Public share of them"
            type="number"
            min={0.05}
            max={0.95}
            step={0.01}
            defaultValue={0.3}
          />
          <Field name="seed" label="Seed" type="number" min={0} defaultValue={1} />
        </fieldset>
      )}
      <SubmitButton>Confirm and build the release</SubmitButton>
    </ActionForm>
  )
}

function Choice({
  name,
  label,
  value,
  options,
}: {
  name: string
  label: string
  value: string
  options: readonly string[]
}) {
  return (
    <select name={name} aria-label={label} defaultValue={value} className={BOX}>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  )
}
