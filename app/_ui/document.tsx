import type { ReactNode } from 'react'
import { InlineScript } from './inline-script.tsx'
import { keepTheme } from './live/keep-theme.ts'
import { localTimes } from './live/local-times.ts'
import { pageManners } from './live/page-manners.ts'

const STYLESHEET = `/style.css?v=${process.env.GRANDSTAND_BUILD ?? 'dev'}`

/**
 * The whole HTML document around a page: the stylesheet, the theme before the first paint, and the small scripts that
 * every page has. `title` is given only where no framework metadata sets it.
 */
export function Document({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {title && <title>{title}</title>}
        {title && <link rel="icon" href="/icon.svg" type="image/svg+xml" />}
        <link
          rel="preload"
          href="/fonts/archivo-latin-wdth-normal.woff2"
          as="font"
          type="font/woff2"
          crossOrigin=""
        />
        <link rel="stylesheet" href={STYLESHEET} />
        <InlineScript run={keepTheme} />
      </head>
      <body className="flex min-h-screen flex-col">
        {children}
        <InlineScript run={localTimes} />
        <InlineScript run={pageManners} />
      </body>
    </html>
  )
}
