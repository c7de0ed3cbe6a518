import { Badge, type BadgeTone } from '../_ui/badge.tsx'
import { bodyFields, type Endpoint, typeWords } from './group-endpoints.ts'

const METHODS: Record<string, BadgeTone> = {
  GET: 'good',
  POST: 'accent',
  PUT: 'warn',
  PATCH: 'warn',
  DELETE: 'bad',
}

/** One thing that can be done: address, what it takes, what it answers. */
export function EndpointCard({ endpoint }: { endpoint: Endpoint }) {
  const takesFile = endpoint.requestBody?.content['application/octet-stream'] !== undefined
  const inputs = [
    ...endpoint.parameters.map((one) => ({
      name: one.name,
      where: one.in,
      required: one.required,
      type: typeWords(one.schema),
      about: one.schema?.description ?? '',
    })),
    ...bodyFields(endpoint).map((field) => ({ ...field, where: 'body' })),
  ]
  return (
    <details id={endpoint.operationId} className="scroll-mt-4 border border-line bg-surface">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <Badge tone={METHODS[endpoint.method] ?? 'plain'}>{endpoint.method}</Badge>
        <code className="min-w-0 break-all font-mono text-sm font-semibold">/api/v1{endpoint.path}</code>
        <span className="w-full text-muted sm:ml-auto sm:w-auto">{endpoint.summary}</span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t border-line px-4 py-4">
        {endpoint.description && <p className="max-w-measure">{endpoint.description}</p>}
        <p className="text-sm text-muted">
          {endpoint.security.some((one) => 'token' in one) ? 'Needs a token' : 'Open to everybody; a token'}{' '}
          with the scope <code className="font-mono">{endpoint['x-scope']}</code>
          {takesFile && '. Takes a file as the body, or as the multipart field “file”'}.
        </p>
        {inputs.length > 0 && (
          <dl className="grid grid-cols-1 gap-2 text-sm">
            {inputs.map((input) => (
              <div
                key={`${input.where}-${input.name}`}
                className="border-t border-line pt-2 sm:flex sm:gap-4"
              >
                <dt className="sm:w-56 sm:shrink-0">
                  <code className="font-mono font-semibold">{input.name}</code>{' '}
                  <span className="text-muted">
                    {input.where}
                    {!input.required && ', optional'}
                  </span>
                </dt>
                <dd className="min-w-0 text-muted">
                  {input.type} {input.about && `· ${input.about}`}
                </dd>
              </div>
            ))}
          </dl>
        )}
        <dl className="grid grid-cols-1 gap-1 text-sm">
          {Object.entries(endpoint.responses).map(([status, { description }]) => (
            <div key={status} className="flex gap-4">
              <dt className="figures w-10 shrink-0 font-semibold">{status}</dt>
              <dd className="text-muted">{description}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  )
}
