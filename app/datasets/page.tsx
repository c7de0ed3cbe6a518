import type { Metadata } from 'next'
import type { ReleaseStatus } from '#core/release.ts'
import { listDatasets } from '#operations/datasets/list-datasets.ts'
import { sessionActor } from '../_http/session.ts'
import { Badge } from '../_ui/badge.tsx'
import { ButtonLink } from '../_ui/button.tsx'
import { LinkCard } from '../_ui/card.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { PageHeading } from '../_ui/page-heading.tsx'
import { paths } from '../_ui/paths.ts'
import { ReleaseStatusBadge } from '../_ui/release-status.tsx'

export const metadata: Metadata = { title: 'Datasets' }

/** The registry: every dataset that the viewer may see. */
export default async function DatasetsPage() {
  const actor = await sessionActor()
  const { datasets } = await listDatasets.call(actor, {})
  const organises = actor.kind === 'person' && actor.role !== 'participant'
  return (
    <>
      <PageHeading
        title="Datasets"
        lead="Tables that mix text, numbers, categories and pictures; each as CSV and as Parquet with equal content."
        actions={organises && <ButtonLink href={paths.newDataset()}>Register a dataset</ButtonLink>}
      />
      {datasets.length === 0 && (
        <EmptyState title="No dataset yet">Organisers register them with their challenges.</EmptyState>
      )}
      <div className="grid grid-cols-1 gap-5 md:grid-cols-2 lg:grid-cols-3">
        {datasets.map((dataset) => (
          <LinkCard
            key={dataset.id}
            level={2}
            href={paths.dataset(dataset.slug)}
            title={dataset.title}
            eyebrow={
              <>
                <Badge>{dataset.kind === 'matching' ? 'Matching' : 'Classification'}</Badge>
                <State releases={dataset.releases} />
              </>
            }
            foot={<span className="text-muted">Licence: {dataset.licence}</span>}
          >
            {dataset.summary}
          </LinkCard>
        ))}
      </div>
    </>
  )
}

/** Nothing where all is well; else what the newest release is waiting for. */
function State({ releases }: { releases: readonly { status: ReleaseStatus }[] }) {
  const [newest] = releases
  if (!newest) return <Badge tone="warn">No data yet</Badge>
  return newest.status === 'ready' ? null : <ReleaseStatusBadge status={newest.status} />
}
