import { CodeBlock } from './code-block.tsx'
import { apiPaths } from './paths.ts'

interface Starter {
  name: string
  title: string
  filename: string
  about: string
  code: string
}

/** Programs to begin with: one open at a time, which browsers do by themselves, and each to download. */
export function StarterList({
  starters,
  release,
  truth,
  form,
}: {
  starters: readonly Starter[]
  release: string
  truth: string
  form: 'label' | 'probabilities'
}) {
  return (
    <div className="border-b border-line">
      {starters.map(({ name, title, filename, about, code }) => (
        <details key={name} name="starter" className="group border-t border-line">
          <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 py-3 hover:text-accent">
            <span aria-hidden="true" className="text-muted group-open:rotate-90">
              ›
            </span>
            <span className="font-semibold">{title}</span>
            <span className="text-sm text-muted">{about}</span>
          </summary>
          <div className="pb-5">
            <CodeBlock label={filename} code={code} />
            <p className="mt-2 text-sm">
              <a className="link" href={apiPaths.starter(release, name, truth, form)} download>
                Download {filename}
              </a>
            </p>
          </div>
        </details>
      ))}
    </div>
  )
}
