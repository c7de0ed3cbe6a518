import type { ReactNode } from 'react'
import { AccountMenu, type Viewer } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { paths } from './paths.ts'

const SECTIONS = [
  { title: 'Challenges', href: paths.challenges() },
  { title: 'Datasets', href: paths.datasets() },
  { title: 'Guide', href: paths.docs('guide') },
  { title: 'API', href: paths.apiDocs() },
] as const

/** What every page stands in: skip link, header with navigation and account menu, the page itself, footer. */
export function Shell({ viewer, children }: { viewer: Viewer | null; children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:left-2 focus:top-2"
      >
        Skip to the content
      </a>
      <Header viewer={viewer} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-page grow px-4 pb-20 outline-none sm:px-8"
      >
        {children}
      </main>
      <Footer />
    </>
  )
}

function Header({ viewer }: { viewer: Viewer | null }) {
  return (
    <header className="bg-board text-board-ink print:hidden">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-8 px-4 sm:px-8">
        <a href={paths.home()} className="py-3 outline-offset-4">
          <Brand />
        </a>
        <nav
          data-sections
          aria-label="Sections"
          className="order-last -mx-2 flex w-full gap-1 overflow-x-auto sm:order-none sm:w-auto"
        >
          {SECTIONS.map((section) => (
            <a
              key={section.href}
              href={section.href}
              className="border-b-3 border-transparent px-2 py-2.5 font-medium text-board-muted hover:text-board-ink aria-[current=page]:border-bulb aria-[current=page]:text-board-ink sm:py-4"
            >
              {section.title}
            </a>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          <AccountMenu viewer={viewer} />
        </div>
      </div>
      <div className="lanes h-[14px]" />
    </header>
  )
}

function ThemeToggle() {
  return (
    <button
      type="button"
      data-theme-toggle
      aria-label="Switch between light and dark"
      className="grid size-10 place-items-center rounded-card text-board-muted hover:bg-board-raised hover:text-board-ink noscript:hidden"
    >
      <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
        <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
      </svg>
    </button>
  )
}

function Footer() {
  return (
    <footer className="border-t border-line bg-surface text-sm text-muted print:hidden">
      <div className="mx-auto flex max-w-page flex-wrap gap-x-8 gap-y-3 px-4 py-8 sm:px-8">
        <p className="mr-auto">
          <span className="called text-base text-ink">Grandstand</span> · open source, runs on your own
          machine
        </p>
        <a className="hover:text-ink hover:underline" href={paths.docs('data-standard')}>
          Data standard
        </a>
        <a className="hover:text-ink hover:underline" href={paths.docs('errors')}>
          Errors
        </a>
        <a className="hover:text-ink hover:underline" href={paths.apiDocs()}>
          API
        </a>
      </div>
    </footer>
  )
}
