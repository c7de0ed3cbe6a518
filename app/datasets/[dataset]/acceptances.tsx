import { sessionActor } from '#app/_http/session.ts'
import { DataTable } from '#app/_ui/data-table.tsx'
import { countText, wholeText } from '#app/_ui/numbers.ts'
import { apiPaths } from '#app/_ui/paths.ts'
import { Time } from '#app/_ui/time.tsx'
import { listAcceptances } from '#operations/datasets/list-acceptances.ts'
import type { Dataset } from './load-dataset.ts'

/** More than these are for a script to read. */
const SHOWN = 200

const VISIBILITY_WORDS: Record<Dataset['visibility'], string> = {
  public: 'The data is for everybody: nobody has to accept the terms.',
  members: 'Participants of challenges that use the data accept the terms before they get it.',
  organisers: 'Only organisers get the data: nobody has to accept the terms.',
}

/** Who accepted the terms, in which version and when, for who keeps the dataset. */
export async function Acceptances({ dataset }: { dataset: Dataset }) {
  const { acceptances } = await listAcceptances.call(await sessionActor(), { dataset: dataset.slug })
  return (
    <div className="mt-6">
      <p className="mb-3 max-w-measure text-sm text-muted">
        {VISIBILITY_WORDS[dataset.visibility]} Only who runs the dataset sees this.
      </p>
      {acceptances.length > 0 && (
        <details>
          <summary className="mb-3 font-semibold">
            Accepted {countText(acceptances.length, 'time')} so far
          </summary>
          <DataTable
            caption="Who accepted the terms"
            stacked
            rows={acceptances.slice(0, SHOWN)}
            rowKey={({ person, termsVersion }) => `${person.id} ${termsVersion}`}
            columns={[
              { title: 'Name', cell: ({ person }) => <strong>{person.name}</strong> },
              { title: 'E-mail', cell: ({ person }) => person.email },
              { title: 'Version', cell: ({ termsVersion }) => `version ${termsVersion}` },
              { title: 'When', cell: ({ acceptedAt }) => <Time at={acceptedAt} /> },
            ]}
          />
          {acceptances.length > SHOWN && (
            <p className="mt-2 text-sm text-muted">
              The latest {wholeText(SHOWN)}; all of them by{' '}
              <code className="font-mono">GET {apiPaths.acceptances(dataset.slug)}</code>.
            </p>
          )}
        </details>
      )}
    </div>
  )
}
