import type { Metadata } from 'next'
import { sessionActor } from '#app/_http/session.ts'
import { Button, ButtonLink } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { forPage } from '#app/_ui/for-page.ts'
import { PageHeading, Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { listAccounts } from '#operations/accounts/list-accounts.ts'
import { getPlatformStatus } from '#operations/system/get-platform-status.ts'
import { PeopleList } from './people-list.tsx'
import { PlatformFigures } from './platform-figures.tsx'

export const metadata: Metadata = { title: 'People and system' }

const PAGE_SIZE = 50

interface Props {
  searchParams: Promise<{ search?: string; after?: string }>
}

/** For operators: how scoring is doing, and all accounts: who may do what, and who may come in at all. */
export default async function PeoplePage({ searchParams }: Props) {
  const { search = '', after } = await searchParams
  const actor = await sessionActor()
  const asked = listAccounts.call(actor, { search, after, limit: PAGE_SIZE })
  const { accounts } = await forPage(paths.admin(), asked)
  const status = await getPlatformStatus.call(actor, {})
  const next = new URLSearchParams({ search, after: accounts.at(-1)?.id ?? '' })
  return (
    <>
      <PageHeading
        title="People and system"
        eyebrow="Operators only"
        lead="Organisers register datasets and run challenges; operators may do everything. Changes count from a person's next click."
      />
      <Section title="Scoring">
        <PlatformFigures status={status} />
      </Section>
      <Section title="Accounts">
        <form className="mb-5 flex max-w-xl flex-wrap items-end gap-3" action={paths.admin()}>
          <label className="grow">
            <span className="mb-1.5 block font-semibold">Name or e-mail</span>
            <input
              className="w-full rounded-card border border-edge bg-surface px-3 py-2.5"
              name="search"
              type="search"
              defaultValue={search}
              maxLength={254}
            />
          </label>
          <Button type="submit" look="plain">
            Search
          </Button>
        </form>
        {accounts.length === 0 ? (
          <EmptyState title="Nobody found">Try a part of the name or e-mail.</EmptyState>
        ) : (
          <PeopleList accounts={accounts} />
        )}
        {accounts.length === PAGE_SIZE && (
          <div className="mt-5">
            <ButtonLink look="quiet" href={`${paths.admin()}?${next}`}>
              Next {PAGE_SIZE}
            </ButtonLink>
          </div>
        )}
      </Section>
    </>
  )
}
