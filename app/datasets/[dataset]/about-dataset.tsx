import { CodeBlock } from '#app/_ui/code-block.tsx'
import { Markdown } from '#app/_ui/markdown.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { filledSections } from '#core/datasheet.ts'
import { LicenceLinks } from './licence-links.tsx'
import type { Dataset } from './load-dataset.ts'

/** The words around the data: description, licence, people, and the datasheet as far as it was filled in. */
export function AboutDataset({ dataset }: { dataset: Dataset }) {
  const { datasheet, attribution } = dataset
  const sections = filledSections(datasheet)
  const facts = [
    { title: 'Licence', value: <LicenceLinks dataset={dataset} /> },
    attribution && { title: 'Attribution', value: attribution },
    datasheet.creators.length > 0 && {
      title: 'Creators',
      value: datasheet.creators.map((name) => name.replace(/^\{(.*)\}$/, '$1')).join(', '),
    },
    datasheet.doi && {
      title: 'DOI',
      value: (
        <a className="link" href={`https://doi.org/${datasheet.doi}`}>
          {datasheet.doi}
        </a>
      ),
    },
    datasheet.homepage && {
      title: 'Homepage',
      value: (
        <a className="link" href={datasheet.homepage}>
          {datasheet.homepage}
        </a>
      ),
    },
  ].filter((fact) => fact !== false && fact !== null && fact !== '')
  return (
    <>
      <Section title="About">
        <Markdown text={dataset.description || dataset.summary} topLevel={3} />
        <dl className="mt-5 max-w-measure break-words text-sm">
          {facts.map(({ title, value }) => (
            <div key={title} className="mb-3">
              <dt className="lettered text-muted">{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {sections.length > 0 && (
        <Section title="Datasheet" aside="As its organisers filled it in">
          {sections.map(({ name, title, text }) => (
            <section key={name} className="mb-6">
              <h3 className="mb-1.5 text-lg font-semibold">{title}</h3>
              <Markdown text={text} topLevel={3} />
            </section>
          ))}
        </Section>
      )}
    </>
  )
}

/** How to cite the release, to copy. */
export function Citation({ citation }: { citation: { text: string; bibtex: string } }) {
  return (
    <Section title="Cite this release">
      <div className="grid grid-cols-1 gap-4">
        <CodeBlock label="Plain" code={citation.text} />
        <CodeBlock label="BibTeX" code={citation.bibtex.trimEnd()} />
      </div>
    </Section>
  )
}
