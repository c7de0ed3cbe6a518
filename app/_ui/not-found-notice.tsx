import { ButtonLink } from './button.tsx'
import { PageHeading } from './page-heading.tsx'
import { paths } from './paths.ts'

/** There is nothing at this address, or nothing that this person may see. */
export function NotFoundNotice() {
  return (
    <>
      <PageHeading
        eyebrow="404"
        title="Nothing to see from this seat"
        lead="There is nothing at this address that you may see. The link may be old, or you may have to sign in or join a team first."
      />
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={paths.challenges()}>All challenges</ButtonLink>
        <ButtonLink look="plain" href={paths.signIn()}>
          Sign in
        </ButtonLink>
      </div>
    </>
  )
}
