import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Checkbox } from '#app/_ui/field.tsx'
import { Markdown } from '#app/_ui/markdown.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { Time } from '#app/_ui/time.tsx'
import { acceptTheTerms } from '../actions.ts'
import { Acceptances } from './acceptances.tsx'
import type { Dataset } from './load-dataset.ts'

/** The terms of a dataset, and accepting them where that stands before the data. */
export function Terms({ dataset }: { dataset: Dataset }) {
  const { terms, access, termsAcceptedAt } = dataset
  if (!terms) return null
  return (
    <Section title="Terms" aside={`Version ${terms.version}`}>
      <Markdown text={terms.text} topLevel={3} />
      {access === 'read-terms' && (
        <div className="mt-6 max-w-measure border-t-3 border-ink pt-5">
          <ActionForm action={acceptTheTerms}>
            <input type="hidden" name="dataset" value={dataset.slug} />
            <input type="hidden" name="termsVersion" value={terms.version} />
            <Checkbox
              name="accepted"
              required
              label={`I have read these terms (version ${terms.version}) and accept them.`}
              hint="Kept with your account, the version and the time; the organisers see it."
            />
            <SubmitButton>Accept and go on to the data</SubmitButton>
          </ActionForm>
        </div>
      )}
      {termsAcceptedAt && (
        <div className="mt-6 max-w-measure">
          <Callout tone="good" title="You have accepted these terms">
            Version {terms.version}, <Time at={termsAcceptedAt} />. When they change you are asked again.
          </Callout>
        </div>
      )}
      {dataset.mayOrganise && <Acceptances dataset={dataset} />}
    </Section>
  )
}
