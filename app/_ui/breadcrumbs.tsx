export interface Crumb {
  title: string
  href: string
}

/** Where the page stands, outermost first; the page itself is its heading and not repeated here. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="You are in" className="print:hidden">
      <ol className="flex flex-wrap gap-x-2 text-sm text-muted">
        {crumbs.map((crumb, i) => (
          <li key={crumb.href} className="flex gap-2">
            {i > 0 && <span aria-hidden="true">/</span>}
            <a className="hover:text-ink hover:underline" href={crumb.href}>
              {crumb.title}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
