import type { ReactNode } from 'react'
import { Breadcrumbs, type Crumb } from './breadcrumbs.tsx'

interface PageHeadingProps {
  title: string
  /** A few words above the title: what kind of thing this is. */
  eyebrow?: ReactNode
  /** One or two sentences below it. */
  lead?: ReactNode
  crumbs?: readonly Crumb[]
  /** Buttons at the right on wide screens. */
  actions?: ReactNode
}

/** The top of a page. */
export function PageHeading({ title, eyebrow, lead, crumbs, actions }: PageHeadingProps) {
  return (
    <div className="pb-8 pt-6 sm:pt-9">
      {crumbs && <Breadcrumbs crumbs={crumbs} />}
      <div className="mt-4 flex flex-wrap items-end justify-between gap-x-10 gap-y-5">
        <div className="max-w-3xl">
          {eyebrow && <p className="lettered mb-2 text-accent">{eyebrow}</p>}
          <h1 className="called text-title">{title}</h1>
          {lead && <p className="mt-3 max-w-measure text-lg leading-snug text-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-3 print:hidden">{actions}</div>}
      </div>
    </div>
  )
}

/** A part of a page under its own heading. */
export function Section({
  title,
  id,
  aside,
  children,
}: {
  title: string
  id?: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section id={id} className="mt-12 first:mt-0 scroll-mt-6">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t-3 border-ink pt-2.5">
        <h2 className="called text-section">{title}</h2>
        {aside && <div className="text-sm text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  )
}
