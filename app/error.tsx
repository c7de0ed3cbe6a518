'use client'
import { Button } from './_ui/button.tsx'
import { PageHeading } from './_ui/page-heading.tsx'

/** Shown when a page fails: says so, names the trace, and lets people try again. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <>
      <PageHeading
        eyebrow="Our fault"
        title="The page could not be made"
        lead="Nothing you sent is lost by this. Try again; if it stays, tell the operator the trace below."
      />
      <p className="mb-6 text-muted">
        Trace: <code className="font-mono">{error.digest ?? 'none'}</code>
      </p>
      <Button onClick={reset}>Try again</Button>
    </>
  )
}
