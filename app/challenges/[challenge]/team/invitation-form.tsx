'use client'
import { useActionState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { CodeBlock } from '#app/_ui/code-block.tsx'
import type { Invitation } from './actions.ts'

type Invite = (previous: Invitation | undefined, form: FormData) => Promise<Invitation>

/** Makes an invitation link and shows it, the only time that it can be shown. */
export function InvitationForm({ action, teamId }: { action: Invite; teamId: string }) {
  const [made, send, pending] = useActionState(action, undefined)
  return (
    <form action={send} className="grid grid-cols-1 gap-4">
      <input type="hidden" name="team" value={teamId} />
      <p className="max-w-measure text-muted">
        Whoever opens the link can join. It works for 14 days and is shown once; a new link ends the earlier
        one.
      </p>
      {made && (
        <div role="status">
          <CodeBlock label="Invitation link" code={made.url} />
        </div>
      )}
      <Button type="submit" look="plain" className="justify-self-start" aria-disabled={pending}>
        {made ? 'Make another link' : 'Make an invitation link'}
      </Button>
    </form>
  )
}
