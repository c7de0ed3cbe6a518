import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Badge } from '#app/_ui/badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { Checkbox, Select } from '#app/_ui/field.tsx'
import { Time } from '#app/_ui/time.tsx'
import { ROLES } from '#core/access.ts'
import type { AccountView } from '#operations/accounts/account-fields.ts'
import { saveAccount } from '../actions.ts'

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, title: role[0].toUpperCase() + role.slice(1) }))

/** Accounts with their role, each with a form to change it or to shut it out. */
export function PeopleList({ accounts }: { accounts: readonly AccountView[] }) {
  return (
    <DataTable
      caption="Accounts"
      rows={accounts}
      rowKey={(account) => account.id}
      columns={[
        {
          title: 'Who',
          cell: (account) => (
            <>
              <span className="font-semibold">{account.name}</span>
              <span className="block break-all text-sm text-muted">{account.email}</span>
            </>
          ),
        },
        {
          title: 'Role',
          cell: (account) => (
            <span className="flex flex-wrap gap-2">
              <Badge tone={account.role === 'participant' ? 'plain' : 'accent'}>{account.role}</Badge>
              {account.disabledAt && <Badge tone="bad">disabled</Badge>}
            </span>
          ),
        },
        { title: 'Since', wideOnly: true, cell: (account) => <Time at={account.createdAt} form="date" /> },
        { title: 'Change', cell: (account) => <Change account={account} /> },
      ]}
    />
  )
}

function Change({ account }: { account: AccountView }) {
  return (
    <details className="relative">
      <summary className="cursor-pointer text-accent underline-offset-4 hover:underline">
        Change<span className="sr-only"> {account.name}</span>
      </summary>
      <ActionForm action={saveAccount} className="mt-3 grid min-w-48 gap-4">
        <input type="hidden" name="account" value={account.id} />
        <Select label="Role" name="role" options={ROLE_OPTIONS} defaultValue={account.role} />
        <Checkbox
          label="Disabled"
          name="disabled"
          hint="Cannot sign in; tokens stop working."
          defaultChecked={account.disabledAt !== null}
        />
        <SubmitButton look="plain">Save</SubmitButton>
      </ActionForm>
    </details>
  )
}
