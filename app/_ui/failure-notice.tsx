import { PageHeading } from './page-heading.tsx'

/** A page could not be made, and it is not the reader's fault. */
export function FailureNotice() {
  return (
    <PageHeading
      eyebrow="Our fault"
      title="The page could not be made"
      lead="Nothing you sent is lost by this. Try again in a moment; if it stays, tell the operator."
    />
  )
}
