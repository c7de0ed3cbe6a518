export interface Tab {
  title: string
  href: string
}

/** Sibling pages of one thing as tabs: links, so that each has an address and nothing needs a script. */
export function TabLinks({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="mb-8 flex gap-1 overflow-x-auto border-b border-line print:hidden">
      {tabs.map((tab) => (
        <a
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? 'page' : undefined}
          className="-mb-px whitespace-nowrap border-b-3 border-transparent px-3 py-2.5 font-medium text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {tab.title}
        </a>
      ))}
    </nav>
  )
}
