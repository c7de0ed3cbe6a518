import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Markdown } from '#app/_ui/markdown.tsx'
import { paths } from '#app/_ui/paths.ts'
import { listPages, readPage } from './read-page.ts'

interface Props {
  params: Promise<{ page: string[] }>
}

async function load({ params }: Props) {
  const name = (await params).page.join('/')
  return (await readPage(name)) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await load(props)).title }
}

/** The handbook: docs/ as it stands in the repository. */
export default async function DocsPage(props: Props) {
  const page = await load(props)
  const pages = await listPages()
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-8 pt-9 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <nav aria-label="Handbook" className="print:hidden">
        <p className="lettered mb-2 text-muted">Handbook</p>
        <ul className="flex flex-wrap gap-x-4 lg:block">
          {pages.map(({ name, title }) => (
            <li key={name}>
              <a
                href={paths.docs(name)}
                aria-current={name === page.name ? 'page' : undefined}
                className="block border-l-3 border-transparent py-1 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink lg:pl-3"
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Markdown text={page.text} topLevel={1} />
    </div>
  )
}
