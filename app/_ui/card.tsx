import type { ReactNode } from 'react'

/** A surface that lifts its content off the page. */
export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`border border-line bg-surface p-5 sm:p-6 ${className}`}>{children}</div>
}

/** A card that leads somewhere: the title is the link, the whole card is its target. */
export function LinkCard({
  href,
  title,
  eyebrow,
  children,
  foot,
  level = 3,
}: {
  href: string
  title: string
  eyebrow?: ReactNode
  children?: ReactNode
  foot?: ReactNode
  /** Of its heading: one below that of the list around. */
  level?: 2 | 3
}) {
  const Heading = `h${level}` as const
  return (
    <article className="group relative flex flex-col border border-line border-t-4 border-t-ink bg-surface p-5 focus-within:border-t-accent hover:border-t-accent sm:p-6">
      {eyebrow && <div className="mb-3 flex flex-wrap items-center gap-2 text-sm text-muted">{eyebrow}</div>}
      <Heading className="called text-2xl leading-tight">
        <a href={href} className="after:absolute after:inset-0 group-hover:text-accent">
          {title}
        </a>
      </Heading>
      {children && <div className="mt-2 text-muted">{children}</div>}
      {foot && <div className="mt-auto pt-4 text-sm">{foot}</div>}
    </article>
  )
}
