import { Field, Select, TextArea } from '#app/_ui/field.tsx'
import { DATASHEET_SECTIONS } from '#core/datasheet.ts'
import { USUAL_LICENCES } from '#core/licences.ts'
import type { Dataset } from './[dataset]/load-dataset.ts'

type Known = Pick<
  Dataset,
  'title' | 'summary' | 'description' | 'licence' | 'attribution' | 'visibility' | 'datasheet' | 'terms'
>

/** Name and licence: what a dataset cannot be without. */
export function MainFields({ dataset }: { dataset?: Known }) {
  return (
    <>
      <Field name="title" label="Title" required maxLength={120} defaultValue={dataset?.title} />
      <Field
        name="summary"
        label="In one or two sentences"
        required
        maxLength={300}
        defaultValue={dataset?.summary}
      />
      <Field
        name="licence"
        label="Licence"
        hint="Pick one, or write an SPDX expression such as CC-BY-4.0 AND MIT. For terms of your own: LicenseRef-Name, and give their text below."
        list="usual-licences"
        required
        maxLength={200}
        defaultValue={dataset?.licence}
      />
      <datalist id="usual-licences">
        {USUAL_LICENCES.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted hover:text-ink">
          The usual licences and their texts
        </summary>
        <ul className="mt-2 grid grid-cols-1 gap-1">
          {USUAL_LICENCES.map(({ id, name, url }) => (
            <li key={id}>
              <span className="font-mono">{id}</span>{' '}
              <a className="link" href={url}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <TextArea
        name="attribution"
        label="Attribution"
        hint="Whom users must name."
        rows={2}
        maxLength={2000}
        defaultValue={dataset?.attribution}
      />
      <TextArea
        name="description"
        label="Description"
        hint="Markdown: where it comes from, what is in it, what to beware of."
        rows={8}
        defaultValue={dataset?.description}
      />
    </>
  )
}

/** Who may have the data, and on which terms. */
export function AccessFields({ dataset }: { dataset?: Known }) {
  return (
    <>
      <Select
        name="visibility"
        label="Who may have the data"
        defaultValue={dataset?.visibility}
        options={[
          { value: 'public', title: 'Everybody' },
          { value: 'members', title: 'Participants of challenges that use it, once they accept the terms' },
          { value: 'organisers', title: 'Only you, operators, and organisers of challenges that use it' },
        ]}
      />
      <TextArea
        name="terms"
        label="Terms"
        hint="Markdown; may be empty. Participants of challenges accept them before they get the data, and again after every change; data for everybody only shows them."
        rows={6}
        defaultValue={dataset?.terms?.text}
      />
    </>
  )
}

/** The datasheet: whom to cite, and seven questions to answer as far as one can. */
export function DatasheetFields({ dataset }: { dataset?: Known }) {
  const sheet = dataset?.datasheet
  return (
    <>
      <TextArea
        name="datasheet.creators"
        label="Creators"
        hint="One a line, in the order to cite them; a body rather than a person in braces: {Institute of Birds}."
        rows={3}
        defaultValue={sheet?.creators.join('\n')}
      />
      <Field
        name="datasheet.doi"
        label="DOI"
        hint="10.5281/zenodo.1234567"
        defaultValue={sheet?.doi ?? ''}
        maxLength={200}
      />
      <Field
        name="datasheet.homepage"
        label="Homepage"
        type="url"
        defaultValue={sheet?.homepage ?? ''}
        maxLength={500}
      />
      <Field
        name="datasheet.keywords"
        label="Keywords"
        hint="Separated by commas."
        defaultValue={sheet?.keywords.join(', ')}
        maxLength={1000}
      />
      {DATASHEET_SECTIONS.map(({ name, title, asks }) => (
        <TextArea
          key={name}
          name={`datasheet.${name}`}
          label={title}
          hint={asks}
          rows={4}
          defaultValue={sheet?.[name]}
        />
      ))}
    </>
  )
}
