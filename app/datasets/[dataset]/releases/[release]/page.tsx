import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { LiveRefresh } from '#app/_ui/live-refresh.tsx'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ProblemTable } from '#app/_ui/problem-table.tsx'
import { ReleaseStatusBadge, releaseNextStep } from '#app/_ui/release-status.tsx'
import { inspect } from '../../../actions.ts'
import { loadDataset, loadRelease, type Release } from '../../load-dataset.ts'
import { SchemaReview } from './schema-review.tsx'
import { TableUploads } from './table-uploads.tsx'

export const metadata: Metadata = { title: 'Release' }

interface Props {
  params: Promise<{ dataset: string; release: string }>
}

const UNDER_WAY: Partial<Record<Release['status'], string>> = {
  inspecting: 'The tables are being read and a schema is proposed.',
  building: 'Both formats, the profile and the checksums are being written.',
}

/** A release in the making: send its tables, review the schema, confirm. */
export default async function ReleasePage({ params }: Props) {
  const wanted = await params
  const dataset = await loadDataset(wanted.dataset)
  const release = await loadRelease(dataset.slug, wanted.release)
  if (!dataset.mayOrganise || ['ready', 'withdrawn'].includes(release.status))
    redirect(`${paths.dataset(dataset.slug)}?release=${release.id}`)
  const underWay = UNDER_WAY[release.status]
  const takesTables = ['collecting', 'proposed', 'failed'].includes(release.status)
  return (
    <>
      <PageHeading
        title={`Release ${release.version}`}
        eyebrow={<ReleaseStatusBadge status={release.status} />}
        lead={releaseNextStep(release.status)}
        crumbs={[
          { title: 'Datasets', href: paths.datasets() },
          { title: dataset.title, href: paths.dataset(dataset.slug) },
        ]}
      />
      {underWay && (
        <>
          <LiveRefresh />
          <Callout live title={underWay}>
            This page follows by itself.
          </Callout>
        </>
      )}
      {release.status === 'failed' && (
        <Section title="What is wrong">
          <ProblemTable problems={release.problems} />
        </Section>
      )}
      {takesTables && (
        <Section title="1. Tables" aside="CSV, TSV, Parquet, Arrow or JSON Lines; images as one zip or tar">
          <TableUploads releaseId={release.id} kind={dataset.kind} sources={release.sources} />
          {release.sources.length > 0 && (
            <div className="mt-6">
              <ActionForm action={inspect}>
                <input type="hidden" name="release" value={release.id} />
                <input type="hidden" name="dataset" value={dataset.slug} />
                <SubmitButton look={release.status === 'proposed' ? 'plain' : 'primary'}>
                  {release.status === 'proposed' ? 'Read the tables again' : 'Read the tables'}
                </SubmitButton>
              </ActionForm>
            </div>
          )}
        </Section>
      )}
      {['proposed', 'failed'].includes(release.status) && release.schema && (
        <Section title="2. Schema" aside="As we read it; change what is wrong">
          <SchemaReview dataset={dataset} release={release} schema={release.schema} />
        </Section>
      )}
    </>
  )
}
