'use client'
import { Button } from './_ui/button.tsx'
import { FailureNotice } from './_ui/failure-notice.tsx'

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
      <title>Failed · Grandstand</title>
      <FailureNotice />
      {error.digest && (
        <p className="mb-6 text-muted">
          Trace: <code className="font-mono">{error.digest}</code>
        </p>
      )}
      <Button onClick={reset}>Try again</Button>
    </>
  )
}
