import { NotFoundNotice } from './_ui/not-found-notice.tsx'

/** Shown for every address that leads nowhere. */
export default function NotFound() {
  return <NotFoundNotice />
}
