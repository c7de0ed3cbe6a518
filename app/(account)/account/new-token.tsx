'use client'
import { ActionForm, SubmitButton, useAnswer } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { CodeBlock } from '#app/_ui/code-block.tsx'
import { Checkbox, Field, Select } from '#app/_ui/field.tsx'
import type { FormState } from '#app/_ui/form-state.ts'
import { type Role, SCOPES, type Scope } from '#core/access.ts'
import { makeToken } from '../actions.ts'
import type { TokenFormState } from '../token-form-state.ts'

const LABELS: Record<Scope, { label: string; hint: string; role: Role }> = {
  read: { label: 'Read', hint: 'Challenges, datasets, boards and your own submissions', role: 'participant' },
  submit: { label: 'Submit', hint: 'Send predictions for your teams', role: 'participant' },
  teams: { label: 'Teams', hint: 'Accept rules, make teams, invite, join and leave', role: 'participant' },
  organise: { label: 'Organise', hint: 'Register datasets and run your challenges', role: 'organiser' },
  operate: { label: 'Operate', hint: 'Manage accounts and the system', role: 'operator' },
}
const RANK: Record<Role, number> = { participant: 0, organiser: 1, operator: 2 }
const DEFAULT_SCOPES: readonly Scope[] = ['read', 'submit']
const LIFETIMES = [
  { value: '7', title: '7 days' },
  { value: '30', title: '30 days' },
  { value: '90', title: '90 days' },
  { value: '365', title: 'One year' },
]

/** The form that makes a token, and the one time its secret is seen. */
export function NewToken({ role, siteUrl }: { role: Role; siteUrl: string }) {
  return (
    // columns of one width: a long line to copy scrolls in its box instead of widening the page
    <ActionForm action={makeToken} className="grid grid-cols-1 gap-5">
      <Secret siteUrl={siteUrl} />
      <h3 className="called text-xl">New token</h3>
      <Field
        label="Name"
        name="name"
        required
        maxLength={100}
        hint="Where it will be used: laptop, cluster, CI."
      />
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold">Scopes</legend>
        {SCOPES.filter((scope) => RANK[LABELS[scope].role] <= RANK[role]).map((scope) => (
          <ScopeBox key={scope} scope={scope} />
        ))}
      </fieldset>
      <Select label="Works for" name="expiresInDays" options={LIFETIMES} defaultValue="90" />
      <SubmitButton>Make token</SubmitButton>
    </ActionForm>
  )
}

function ScopeBox({ scope }: { scope: Scope }) {
  const { state } = useAnswer()
  const name = `scope-${scope}`
  const checked = state?.error ? name in state.values : DEFAULT_SCOPES.includes(scope)
  const { label, hint } = LABELS[scope]
  return <Checkbox key={String(checked)} label={label} hint={hint} name={name} defaultChecked={checked} />
}

function isTokenAnswer(state: FormState | undefined): state is TokenFormState & { secret: string } {
  return state !== undefined && 'secret' in state && typeof state.secret === 'string'
}

function Secret({ siteUrl }: { siteUrl: string }) {
  const { state } = useAnswer()
  if (!isTokenAnswer(state)) return null
  return (
    <Callout tone="good" live title="Copy the token now; it is not shown again">
      <div className="grid grid-cols-1 gap-3">
        <CodeBlock label="Token" code={state.secret} />
        <CodeBlock
          label="Try it"
          code={`curl -H "Authorization: Bearer ${state.secret}" ${siteUrl}/api/v1/me`}
        />
      </div>
    </Callout>
  )
}
