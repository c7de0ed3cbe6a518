import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { ANONYMOUS } from '#core/access.ts'
import { sessionActor } from './_http/session.ts'
import { Document } from './_ui/document.tsx'
import { Shell } from './_ui/shell.tsx'

export const metadata: Metadata = {
  title: { default: 'Grandstand', template: '%s · Grandstand' },
  description: 'Machine-learning challenges on multimodal tabular data.',
}

/** The frame of every page: who looks at it is read from the session once per request. */
export default async function Layout({ children }: { children: ReactNode }) {
  // when sessions cannot be read the page says so itself (error.tsx), in this frame
  const actor = await sessionActor().catch(() => ANONYMOUS)
  return (
    <Document>
      <Shell viewer={actor.kind === 'person' ? actor : null}>{children}</Shell>
    </Document>
  )
}
