import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Select } from '#app/_ui/field.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { registerDataset } from '../actions.ts'
import { AccessFields, MainFields } from '../dataset-fields.tsx'

export const metadata: Metadata = { title: 'Register a dataset' }

/** The words around a dataset; its tables are uploaded on the page after. */
export default async function NewDatasetPage() {
  const actor = await sessionActor()
  if (actor.kind === 'anonymous') redirect(paths.signIn(paths.newDataset()))
  return (
    <>
      <PageHeading
        title="Register a dataset"
        lead="First its name and licence; then you send the tables, look at the schema we read from them, and confirm."
        crumbs={[{ title: 'Datasets', href: paths.datasets() }]}
      />
      {actor.role === 'participant' ? (
        <Callout tone="warn" title="Only organisers register datasets">
          Ask an operator for the role.
        </Callout>
      ) : (
        <div className="max-w-2xl">
          <ActionForm action={registerDataset}>
            <Select
              name="kind"
              label="What it is for"
              options={[
                { value: 'classification', title: 'Classification: records with a label' },
                { value: 'matching', title: 'Matching: pairs of records that are the same' },
              ]}
            />
            <MainFields />
            <AccessFields />
            <p className="text-sm text-muted">
              The datasheet (whom to cite, how the data was collected, what it is good for) can be filled in
              while the tables are read.
            </p>
            <SubmitButton>Go on to the tables</SubmitButton>
          </ActionForm>
        </div>
      )}
    </>
  )
}
