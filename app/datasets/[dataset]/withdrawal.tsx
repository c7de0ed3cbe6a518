import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Checkbox, TextArea } from '#app/_ui/field.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import { paths } from '#app/_ui/paths.ts'
import { Time } from '#app/_ui/time.tsx'
import { withdraw } from '../actions.ts'
import type { Dataset, Release } from './load-dataset.ts'

interface Props {
  dataset: Dataset
  release: Release
}

/** Says that a release was withdrawn, why, and what to use instead. */
export function WithdrawnNotice({ dataset, release }: Props) {
  if (!release.withdrawn) return null
  const { at, reason, files } = release.withdrawn
  const successor = dataset.releases.find(({ id }) => id === release.successorId)
  return (
    <div className="mb-8">
      <Callout tone="warn" title={`Release ${release.version} was withdrawn`}>
        <p className="max-w-measure break-words">{reason}</p>
        <p className="mt-1">
          <Time at={at} form="date" />.{' '}
          {files
            ? 'Its files were withdrawn with it; its checksums stay.'
            : 'Its files stay available to the tasks that use it; no new task can.'}
        </p>
        {successor && (
          <p className="mt-1">
            <a className="link font-semibold" href={`${paths.dataset(dataset.slug)}?release=${successor.id}`}>
              Use release {successor.version} instead
            </a>
          </p>
        )}
      </Callout>
    </div>
  )
}

/** The form that withdraws a release, or the files of one that is withdrawn. */
export function WithdrawForm({ dataset, release }: Props) {
  const again = release.status === 'withdrawn'
  if (!dataset.mayOrganise || (again && release.withdrawn?.files)) return null
  return (
    <Section title="Withdrawing">
      <details>
        <summary className="font-semibold">
          {again
            ? `Withdraw the files of release ${release.version} too`
            : `Withdraw release ${release.version}`}
        </summary>
        <p className="my-3 max-w-measure text-muted">
          It stays at its address with your reason, its schema and its checksums. Tasks that use it go on; no
          new task can use it. There is no way back.
        </p>
        <div className="max-w-2xl">
          <ActionForm action={withdraw}>
            <input type="hidden" name="release" value={release.id} />
            <input type="hidden" name="dataset" value={dataset.slug} />
            <TextArea
              name="reason"
              label="Reason"
              hint="Everybody who meets this release reads it."
              rows={3}
              required
              minLength={10}
              maxLength={1000}
              defaultValue={release.withdrawn?.reason}
            />
            {again ? (
              <input type="hidden" name="files" value="on" />
            ) : (
              <Checkbox
                name="files"
                label="Withdraw its files too"
                hint="Where the law demands it: nobody gets files, rows and profile any more."
              />
            )}
            <SubmitButton look="plain">{again ? 'Withdraw the files' : 'Withdraw the release'}</SubmitButton>
          </ActionForm>
        </div>
      </details>
    </Section>
  )
}
