import type { ReactNode } from 'react'
import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Badge } from '#app/_ui/badge.tsx'
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
    <ul className="divide-y divide-line border border-line bg-surface" aria-label="Your API tokens">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-start gap-x-10 gap-y-3 px-4 py-4">
          <div className="min-w-48 grow basis-0">
            <p className="break-words font-semibold">{token.name}</p>
            <p className="font-mono text-sm text-muted">{token.prefix}…</p>
          </div>
          <dl className="flex flex-wrap gap-x-8 gap-y-3">
            <Fact title="Scopes">{token.scopes.join(', ')}</Fact>
            <Fact title="Expires">
              {token.expired ? <Badge tone="bad">expired</Badge> : <Time at={token.expiresAt} form="date" />}
            </Fact>
            <Fact title="Last used">{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never'}</Fact>
          </dl>
          <Revoke token={token} />
        </li>
      ))}
    </ul>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt className="lettered text-muted">{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Revoke({ token }: { token: TokenView }) {
  return (
    <details className="relative sm:w-40">
      <summary className="cursor-pointer text-accent underline-offset-4 hover:underline">
        Revoke<span className="sr-only"> {token.name}</span>
      </summary>
      <ActionForm action={dropToken} className="mt-2 grid gap-2">
        <input type="hidden" name="token" value={token.id} />
        <p className="text-sm text-muted">Scripts that use it stop working.</p>
        <SubmitButton look="danger">
          Revoke<span className="sr-only"> {token.name}</span>
        </SubmitButton>
      </ActionForm>
    </details>
  )
}
