import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { saveDataset } from '../../actions.ts'
import { AccessFields, DatasheetFields, MainFields } from '../../dataset-fields.tsx'
import { loadDataset } from '../load-dataset.ts'

export const metadata: Metadata = { title: 'Describe a dataset' }

interface Props {
  params: Promise<{ dataset: string }>
}

/** What is said about a dataset: words, licence, access and datasheet. */
export default async function EditDatasetPage({ params }: Props) {
  const dataset = await loadDataset((await params).dataset)
  if (!dataset.mayOrganise) notFound()
  return (
    <>
      <PageHeading
        title="Describe the dataset"
        lead="This page shows what holds today. A release keeps the words it was built with in its own files."
        crumbs={[
          { title: 'Datasets', href: paths.datasets() },
          { title: dataset.title, href: paths.dataset(dataset.slug) },
        ]}
      />
      <div className="max-w-2xl">
        <ActionForm action={saveDataset} className="grid grid-cols-1 gap-10">
          <input type="hidden" name="dataset" value={dataset.slug} />
          <Group title="What it is">
            <MainFields dataset={dataset} />
          </Group>
          <Group title="Access">
            <AccessFields dataset={dataset} />
          </Group>
          <Group title="Datasheet">
            <DatasheetFields dataset={dataset} />
          </Group>
          <div>
            <SubmitButton>Save</SubmitButton>
          </div>
        </ActionForm>
      </div>
    </>
  )
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Section title={title}>
      <div className="grid grid-cols-1 gap-5">{children}</div>
    </Section>
  )
}
