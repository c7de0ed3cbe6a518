import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { ButtonLink } from '#app/_ui/button.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { wholeText } from '#app/_ui/numbers.ts'
import { PageHeading } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { TabLinks } from '#app/_ui/tabs.tsx'
import { GrandstandError } from '#core/errors.ts'
import { listPairs } from '#operations/datasets/list-pairs.ts'
import { listRows } from '#operations/datasets/list-rows.ts'
import { imageAddress } from '../image-address.ts'
import { loadDataset, loadRelease, type Release } from '../load-dataset.ts'
import { RowsTable, type Table } from '../rows-table.tsx'
import { PairList } from './pair-list.tsx'
import { QuestionForm, type RowsQuestion } from './question-form.tsx'

const ROWS_PER_PAGE = 50
const PAIRS_PER_PAGE = 5

interface Props {
  params: Promise<{ dataset: string }>
  searchParams: Promise<RowsQuestion>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Rows of ${(await loadDataset((await params).dataset)).title}` }
}

/** Every row of a release to look through: searched, filtered, and pairs with their records side by side. */
export default async function RowsPage({ params, searchParams }: Props) {
  const dataset = await loadDataset((await params).dataset)
  if (dataset.access === 'read-terms') redirect(paths.dataset(dataset.slug))
  const asked = await searchParams
  const shown =
    dataset.releases.find(({ id }) => id === asked.release) ??
    dataset.releases.find(({ status }) => status === 'ready')
  const release = shown && (await loadRelease(dataset.slug, shown.id))
  const tables = release?.schema?.tables ?? []
  const table = tables.find(({ name }) => name === asked.table) ?? tables[0]
  const home =
    release && table ? paths.table(dataset.slug, release.id, table.name) : paths.dataset(dataset.slug)
  return (
    <>
      <PageHeading
        title={table ? `Rows of ${table.name}` : 'Rows'}
        eyebrow={release ? `${dataset.title}, release ${release.version}` : dataset.title}
        crumbs={[
          { title: 'Datasets', href: paths.datasets() },
          { title: dataset.title, href: home },
        ]}
        actions={
          <ButtonLink look="plain" href={home}>
            Back to the dataset
          </ButtonLink>
        }
      />
      {release && table ? (
        <>
          <TabLinks
            label="Tables"
            tabs={tables.map(({ name }) => ({
              title: name,
              href: paths.rows(dataset.slug, release.id, name),
            }))}
            current={paths.rows(dataset.slug, release.id, table.name)}
          />
          <QuestionForm table={table} asked={{ ...asked, release: release.id }} />
          <Answer release={release} table={table} asked={asked} />
        </>
      ) : (
        <EmptyState title="No release is ready yet">Its rows appear here when one is.</EmptyState>
      )}
    </>
  )
}

async function Answer({ release, table, asked }: { release: Release; table: Table; asked: RowsQuestion }) {
  try {
    const found = await read(release, table, asked)
    const count = 'rows' in found ? found.rows.length : found.pairs.length
    if (count === 0 && found.next === null) {
      return <EmptyState title="No row fits">Ask for less, or look through all rows.</EmptyState>
    }
    return (
      <>
        {'rows' in found ? (
          <RowsTable
            caption={`Rows of ${table.name}`}
            table={table}
            columns={found.columns}
            rows={found.rows.map(({ cells }) => cells)}
            numbers={found.rows.map(({ row }) => wholeText(row + 1))}
            images={imageAddress(release)}
          />
        ) : (
          <PairList page={found} images={imageAddress(release)} imageColumns={imageColumnsOf(release)} />
        )}
        <Steps release={release} table={table} asked={asked} next={found.next} total={found.total} />
      </>
    )
  } catch (error) {
    if (!(error instanceof GrandstandError) || error.code !== 'invalid_input') throw error
    return (
      <Callout tone="warn" title="That cannot be asked">
        {error.message}
      </Callout>
    )
  }
}

async function read(release: Release, table: Table, asked: RowsQuestion) {
  const actor = await sessionActor()
  const { from, search, column, test, value } = asked
  // what a link leaves out or leaves empty takes its default
  const question = Object.fromEntries(
    Object.entries({ from, search, column, test, value }).filter(([, one]) => one),
  )
  const input = { release: release.id, table: table.name, ...question }
  const path = paths.rows(release.dataset.slug, release.id, table.name)
  const names = table.columns.map(({ name }) => name)
  if (names.includes('id_left') && names.includes('id_right')) {
    return forPage(path, listPairs.call(actor, { ...input, limit: PAIRS_PER_PAGE }))
  }
  return forPage(path, listRows.call(actor, { ...input, limit: ROWS_PER_PAGE }))
}

function imageColumnsOf(release: Release): ReadonlySet<string> {
  const columns = release.schema?.tables.flatMap((table) => table.columns) ?? []
  return new Set(columns.flatMap(({ name, modality }) => (modality === 'image' ? name : [])))
}

interface StepsProps {
  release: Release
  table: Table
  asked: RowsQuestion
  next: number | null
  total: number
}

/** Where one is, and the way on. Going back is the browser's. */
function Steps({ release, table, asked, next, total }: StepsProps) {
  const to = (from: number) => {
    const address = new URLSearchParams({ release: release.id, table: table.name })
    for (const name of ['search', 'column', 'test', 'value'] as const) {
      if (asked[name]) address.set(name, asked[name])
    }
    if (from > 0) address.set('from', String(from))
    return `?${address}`
  }
  return (
    <p className="mt-6 flex flex-wrap items-center gap-5">
      {Number(asked.from ?? 0) > 0 && (
        <a className="link" href={to(0)}>
          From the start
        </a>
      )}
      {next !== null && (
        <a className="link font-semibold" href={to(next)} rel="next">
          Go on from row {wholeText(next + 1)}
        </a>
      )}
      <span className="text-sm text-muted">{wholeText(total)} rows in all</span>
    </p>
  )
}
