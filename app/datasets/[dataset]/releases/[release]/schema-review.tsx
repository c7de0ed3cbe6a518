import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { CellInput, CellSelect } from '#app/_ui/field.tsx'
import { confirm } from '../../../actions.ts'
import type { Dataset, Release } from '../../load-dataset.ts'
import { fieldName } from './revised-schema.ts'
import { SplitFields } from './split-fields.tsx'

type Schema = NonNullable<Release['schema']>

const asOption = (value: string) => ({ value, title: value })
const ROLES = ['id', 'feature', 'label', 'group', 'ignore'].map(asOption)
const MODALITIES = ['id', 'numeric', 'categorical', 'text', 'image', 'boolean', 'datetime'].map(asOption)

const ADVICE = {
  classification:
    'Give the role label to what is to be predicted, in every table: in the test table it is withheld and becomes the answers.',
  matching:
    'Give the role label to the column that says whether a pair matches: in the test pairs it is withheld and becomes the answers.',
}

interface SchemaReviewProps {
  dataset: Dataset
  release: Release
  schema: Schema
}

/** The schema as it was read, to be corrected and confirmed. */
export function SchemaReview({ dataset, release, schema }: SchemaReviewProps) {
  return (
    <ActionForm action={confirm} className="grid grid-cols-1 gap-10">
      <input type="hidden" name="release" value={release.id} />
      <input type="hidden" name="dataset" value={dataset.slug} />
      <p className="max-w-measure text-muted">{ADVICE[dataset.kind]}</p>
      {schema.tables.map((table, t) => (
        <div key={table.name}>
          <h3 className="called mb-3 text-xl">{table.name}</h3>
          <DataTable
            caption={`Columns of ${table.name}`}
            stacked
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
                  <CellSelect
                    cardLabel="Role"
                    name={fieldName(t, c, 'role')}
                    aria-label={`Role of ${column.name}`}
                    defaultValue={column.role}
                    style={{ minWidth: '7rem' }}
                    options={ROLES}
                  />
                ),
              },
              {
                title: 'Modality',
                cell: (column, c) => (
                  <CellSelect
                    cardLabel="Modality"
                    name={fieldName(t, c, 'modality')}
                    aria-label={`Modality of ${column.name}`}
                    defaultValue={column.modality}
                    style={{ minWidth: '8rem' }}
                    options={MODALITIES}
                  />
                ),
              },
              {
                title: 'Why',
                cell: (column) => <span className="text-sm text-muted">{column.reason}</span>,
              },
              {
                title: 'Description',
                cell: (column, c) => (
                  <CellInput
                    cardLabel="Description"
                    name={fieldName(t, c, 'description')}
                    aria-label={`Description of ${column.name}`}
                    defaultValue={column.description}
                    style={{ minWidth: '12rem' }}
                  />
                ),
              },
            ]}
          />
        </div>
      ))}
      <SplitFields schema={schema} />
      <SubmitButton>Confirm and build the release</SubmitButton>
    </ActionForm>
  )
}
