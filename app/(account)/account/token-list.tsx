import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Badge } from '#app/_ui/badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Time } from '#app/_ui/time.tsx'
import type { TokenView } from '#operations/accounts/account-fields.ts'
import { dropToken } from '../actions.ts'

/** A person's tokens, each with a way to revoke it that asks first. */
export function TokenList({ tokens }: { tokens: readonly TokenView[] }) {
  if (tokens.length === 0) {
    return <EmptyState title="No tokens yet">Make one below to submit from a script.</EmptyState>
  }
  return (
    <DataTable
      caption="Your API tokens"
      rows={tokens}
      rowKey={(token) => token.id}
      columns={[
        {
          title: 'Name',
          cell: (token) => (
            <>
              <span className="font-semibold">{token.name}</span>
              <span className="block font-mono text-sm text-muted">{token.prefix}…</span>
            </>
          ),
        },
        { title: 'Scopes', cell: (token) => token.scopes.join(', ') },
        {
          title: 'Expires',
          cell: (token) =>
            token.expired ? <Badge tone="bad">expired</Badge> : <Time at={token.expiresAt} form="date" />,
        },
        {
          title: 'Last used',
          wideOnly: true,
          cell: (token) => (token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never'),
        },
        {
          title: <span className="sr-only">Revoke</span>,
          align: 'right',
          cell: (token) => <Revoke token={token} />,
        },
      ]}
    />
  )
}

function Revoke({ token }: { token: TokenView }) {
  return (
    <details>
      <summary className="cursor-pointer text-accent underline-offset-4 hover:underline">
        Revoke<span className="sr-only"> {token.name}</span>
      </summary>
      <ActionForm action={dropToken} className="mt-2 grid justify-items-end gap-2">
        <input type="hidden" name="token" value={token.id} />
        <p className="text-sm text-muted">Scripts that use it stop working.</p>
        <SubmitButton look="danger">{`Revoke ${token.name}`}</SubmitButton>
      </ActionForm>
    </details>
  )
}
