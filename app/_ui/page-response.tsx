import type { ReactNode } from 'react'
import type { Viewer } from './account-menu.tsx'
import { Document } from './document.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { NotFoundNotice } from './not-found-notice.tsx'
import { Shell } from './shell.tsx'

/**
 * A page as plain HTML, without the framework's runtime: for pages that are read often and have no forms. Give a whole
 * Document. Only components without state or effects can stand in it, and none that awaits.
 */
export async function pageResponse(page: ReactNode, status = 200): Promise<Response> {
  // imported late: the bundler of server components refuses it otherwise, though a route handler may use it
  const { renderToStaticMarkup } = await import('react-dom/server')
  return new Response(`<!doctype html>${renderToStaticMarkup(page)}`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache' },
  })
}

/** A route handler for a page of this kind: a failure is logged and answered by a page, as the framework does for others. */
export function pageRoute<Params>(
  make: (params: Params, request: Request) => Promise<Response>,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, { params }) => {
    try {
      return await make(await params, request)
    } catch (thrown) {
      console.error(thrown)
      return failedPage()
    }
  }
}

function failedPage(): Promise<Response> {
  return pageResponse(
    <Document title="Failed · Grandstand">
      <Shell viewer={null}>
        <FailureNotice />
      </Shell>
    </Document>,
    500,
  )
}

/** The answer for a page of this kind that is not there. */
export function missingPage(viewer: Viewer | null): Promise<Response> {
  return pageResponse(
    <Document title="Not found · Grandstand">
      <Shell viewer={viewer}>
        <NotFoundNotice />
      </Shell>
    </Document>,
    404,
  )
}
