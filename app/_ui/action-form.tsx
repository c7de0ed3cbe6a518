'use client'
import { createContext, type ReactNode, useActionState, useContext } from 'react'
import { Button, type ButtonLook } from './button.tsx'
import { Callout } from './callout.tsx'
import type { FormAction, FormState } from './form-state.ts'

const Answer = createContext<{ state: FormState | undefined; pending: boolean }>({
  state: undefined,
  pending: false,
})

/** The latest answer to the form around; for fields. */
export function useAnswer() {
  return useContext(Answer)
}

/** A form for a server action: posts plainly without scripts, shows the answer above its fields either way. */
export function ActionForm({
  action,
  children,
  className = 'grid grid-cols-1 gap-5',
}: {
  action: FormAction
  children: ReactNode
  className?: string
}) {
  const [state, send, pending] = useActionState(action, undefined)
  return (
    <Answer value={{ state, pending }}>
      <form action={send} className={className}>
        {state?.error && (
          <Callout tone="bad" live title={state.error.title}>
            {state.error.detail}
          </Callout>
        )}
        {state?.done && (
          <Callout tone="good" live>
            {state.done}
          </Callout>
        )}
        {children}
      </form>
    </Answer>
  )
}

/** The button that sends the form around; says so while it is under way. */
export function SubmitButton({
  children,
  look,
  name,
  value,
}: {
  children: ReactNode
  look?: ButtonLook
  name?: string
  value?: string
}) {
  const { pending } = useAnswer()
  return (
    <Button
      type="submit"
      look={look}
      name={name}
      value={value}
      aria-disabled={pending}
      className="justify-self-start"
    >
      {pending ? 'One moment …' : children}
    </Button>
  )
}
