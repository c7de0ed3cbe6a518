import type { Metadata } from 'next'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { LinkedData } from '#app/_ui/linked-data.tsx'
import { sizeText, wholeText } from '#app/_ui/numbers.ts'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { ReleaseStatusBadge } from '#app/_ui/release-status.tsx'
import { Stats } from '#app/_ui/stat.tsx'
import { Time } from '#app/_ui/time.tsx'
import { beginRelease } from '../actions.ts'
import { AboutDataset, Citation } from './about-dataset.tsx'
import { Downloads } from './downloads.tsx'
import { type Dataset, loadDataset, loadDocuments, loadRelease, type Release } from './load-dataset.ts'
import { ReleaseChecks } from './release-checks.tsx'
import { ReleaseDiff } from './release-diff.tsx'
import { Starters } from './starters.tsx'
import { TableExplorer } from './table-explorer.tsx'
import { Terms } from './terms.tsx'
import { WithdrawForm, WithdrawnNotice } from './withdrawal.tsx'

interface Props {
  params: Promise<{ dataset: string }>
  searchParams: Promise<{ release?: string; table?: string; truth?: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadDataset((await params).dataset)).title }
}

/** The explorer: what a dataset holds, to look at and to take away. */
export default async function DatasetPage({ params, searchParams }: Props) {
  const dataset = await loadDataset((await params).dataset)
  const { release: wanted, table, truth } = await searchParams
  const shown =
    dataset.releases.find((one) => one.id === wanted) ??
    dataset.releases.find((one) => one.status === 'ready')
  const open = dataset.access === 'data'
  const release = open && shown ? await loadRelease(dataset.slug, shown.id) : undefined
  const documents = release && (await loadDocuments(release))
  return (
    <>
      <PageHeading
        title={dataset.title}
        eyebrow={dataset.kind === 'matching' ? 'Matching' : 'Classification'}
        lead={dataset.summary}
        crumbs={[{ title: 'Datasets', href: paths.datasets() }]}
        actions={dataset.mayOrganise && <Keeping dataset={dataset} />}
      />
      {release && <WithdrawnNotice dataset={dataset} release={release} />}
      {documents?.croissant && <LinkedData data={documents.croissant} />}
      {!open && (
        <Callout tone="warn" title="The data comes after the terms">
          Read the terms below and accept them; then the tables are here.
        </Callout>
      )}
      {!open && <Terms dataset={dataset} />}
      {release && <Explorer dataset={dataset} release={release} table={table} />}
      {open && !release && <NoRelease />}
      {release && <ReleaseDiff dataset={dataset} release={release} />}
      {release && <Starters release={release} wanted={truth} />}
      <AboutDataset dataset={dataset} />
      {open && <Terms dataset={dataset} />}
      {documents?.citation && <Citation citation={documents.citation} />}
      {dataset.releases.length > 1 && <Releases dataset={dataset} />}
      {release?.checks && <ReleaseChecks checks={release.checks} />}
      {release && <WithdrawForm dataset={dataset} release={release} />}
    </>
  )
}

function NoRelease() {
  return <EmptyState title="No release is ready yet">The tables appear here when one is.</EmptyState>
}

function Explorer({ dataset, release, table }: { dataset: Dataset; release: Release; table?: string }) {
  const data = release.files.filter((file) => file.format !== 'image')
  const tables = release.schema?.tables ?? []
  const hasImages = data.some((file) => file.path === 'images.zip')
  return (
    <>
      <Stats
        items={[
          {
            label: 'Release',
            value: `No. ${release.version}`,
            note: <ReleaseNote release={release} />,
          },
          {
            label: 'Tables',
            value: wholeText(tables.length),
            note: tables.map(({ name }) => name).join(', '),
          },
          {
            label: 'Rows',
            value: wholeText(tables.reduce((sum, { rows }) => sum + (rows ?? 0), 0)),
            note: 'in all tables',
          },
          {
            label: 'Size',
            value: sizeText(data.reduce((sum, file) => sum + file.sizeBytes, 0)),
            note: hasImages ? 'both formats and images' : 'both formats',
          },
        ]}
      />
      <TableExplorer dataset={dataset} release={release} wanted={table} />
      <Section title="Downloads" aside={`Licence: ${dataset.licence}`}>
        <Downloads release={release} />
      </Section>
    </>
  )
}

/** Since when it is there, and the way to what is new in it. */
function ReleaseNote({ release }: { release: Release }) {
  return (
    <>
      {release.readyAt && <Time at={release.readyAt} form="date" />}
      {release.diff && (
        <>
          {', '}
          <a className="link" href="#changes">
            what changed
          </a>
        </>
      )}
    </>
  )
}

function Keeping({ dataset }: { dataset: Dataset }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <a className="link font-semibold" href={paths.editDataset(dataset.slug)}>
        Describe
      </a>
      <NextRelease dataset={dataset} />
    </div>
  )
}

function NextRelease({ dataset }: { dataset: Dataset }) {
  const open = dataset.releases.find((release) => !['ready', 'withdrawn'].includes(release.status))
  if (open) {
    return (
      <ButtonLink look="plain" href={paths.release(dataset.slug, open.id)}>
        Go on with release {open.version}
      </ButtonLink>
    )
  }
  return (
    <form action={beginRelease}>
      <input type="hidden" name="dataset" value={dataset.slug} />
      <button type="submit" className="link font-semibold">
        New release
      </button>
    </form>
  )
}

function Releases({ dataset }: { dataset: Dataset }) {
  return (
    <Section title="Releases">
      <ul className="grid grid-cols-1 gap-2">
        {dataset.releases.map((release) => {
          const done = ['ready', 'withdrawn'].includes(release.status)
          const href = done
            ? `${paths.dataset(dataset.slug)}?release=${release.id}`
            : paths.release(dataset.slug, release.id)
          return (
            <li key={release.id} className="flex flex-wrap items-center gap-3">
              <a className="link font-semibold" href={href}>
                Release {release.version}
              </a>
              <ReleaseStatusBadge status={release.status} />
              <span className="text-sm text-muted">
                <Time at={release.createdAt} form="date" />
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
