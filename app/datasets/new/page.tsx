import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Field, Select, TextArea } from '#app/_ui/field.tsx'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { registerDataset } from '../actions.ts'

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
            <Field name="title" label="Title" required maxLength={120} />
            <Field name="summary" label="In one or two sentences" required maxLength={300} />
            <Select
              name="kind"
              label="What it is for"
              options={[
                { value: 'classification', title: 'Classification: records with a label' },
                { value: 'matching', title: 'Matching: pairs of records that are the same' },
              ]}
            />
            <Field
              name="licence"
              label="Licence"
              hint="An SPDX expression, such as CC-BY-4.0 or MIT."
              required
              maxLength={200}
            />
            <TextArea
              name="attribution"
              label="Attribution"
              hint="Whom users must name."
              rows={2}
              maxLength={2000}
            />
            <TextArea
              name="description"
              label="Description"
              hint="Markdown: where it comes from, what is in it, what to beware of."
              rows={8}
            />
            <Select
              name="visibility"
              label="Who may see the data"
              options={[
                { value: 'public', title: 'Everybody' },
                { value: 'members', title: 'Participants of challenges that use it' },
                { value: 'organisers', title: 'Only you and operators' },
              ]}
            />
            <SubmitButton>Go on to the tables</SubmitButton>
          </ActionForm>
        </div>
      )}
    </>
  )
}
