import type { Metadata } from 'next'
import { openApiDocument } from '#operations/openapi.ts'
import { authSettings } from '#operations/settings.ts'
import { CodeBlock } from '../_ui/code-block.tsx'
import { anchorOf } from '../_ui/markdown.tsx'
import { PageHeading, Section } from '../_ui/page-heading.tsx'
import { apiPaths, paths } from '../_ui/paths.ts'
import { EndpointCard } from './endpoint-card.tsx'
import { groupEndpoints } from './group-endpoints.ts'

export const metadata: Metadata = { title: 'API' }

// it names the address of this installation, which a build does not know
export const dynamic = 'force-dynamic'

/** The REST interface for people; made of the same document that machines read. */
export default function ApiDocsPage() {
  const server = authSettings().publicUrl
  const groups = groupEndpoints(openApiDocument(server))
  const example = `curl -H "Authorization: Bearer $GRANDSTAND_TOKEN" ${server}/api/v1/me`
  return (
    <>
      <PageHeading
        title="API"
        lead="Everything that the pages do, by script. JSON in, JSON out; files go as the body of a request."
        actions={
          <a className="link font-semibold" href={apiPaths.document()}>
            OpenAPI 3.1 document
          </a>
        }
      />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <CodeBlock label="Who am I?" code={example} />
        <p className="max-w-measure self-center text-muted">
          Make a token on your{' '}
          <a className="link" href={paths.account()}>
            account page
          </a>
          . What can go wrong is answered as problem+json with a{' '}
          <code className="font-mono text-sm">code</code>; the{' '}
          <a className="link" href={paths.docs('errors')}>
            list of errors
          </a>{' '}
          says what to do about each.
        </p>
      </div>
      <nav aria-label="Groups" className="mt-8 flex flex-wrap gap-x-5 gap-y-1">
        {groups.map(({ tag }) => (
          <a key={tag} className="link" href={`#${anchorOf(tag)}`}>
            {capitalised(tag)}
          </a>
        ))}
      </nav>
      {groups.map(({ tag, endpoints }) => (
        <Section key={tag} id={anchorOf(tag)} title={capitalised(tag)}>
          <div className="grid grid-cols-1 gap-3">
            {endpoints.map((endpoint) => (
              <EndpointCard key={endpoint.operationId} endpoint={endpoint} />
            ))}
          </div>
        </Section>
      ))}
    </>
  )
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
