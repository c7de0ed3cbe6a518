import { sessionActor } from '#app/_http/session.ts'
import { ifAny } from '#app/_ui/for-page.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { StarterList } from '#app/_ui/starter-list.tsx'
import { listStarters } from '#operations/datasets/list-starters.ts'
import type { Release } from './load-dataset.ts'

/** Programs for the columns of this release; with several labels, one of them at a time. */
export async function Starters({ release, wanted }: { release: Release; wanted?: string }) {
  const names = release.truths.map(({ name }) => name)
  const truth = names.find((name) => name === wanted) ?? names[0]
  if (truth === undefined) return null
  const asked = { release: release.id, truth }
  const found = await ifAny(listStarters.call(await sessionActor(), asked))
  if (!found) return null
  return (
    <Section
      id="starters"
      title="Begin with"
      aside="Programs for this release; each writes a file that is accepted"
    >
      {names.length > 1 && (
        <p className="mb-3 flex flex-wrap gap-x-4 text-sm">
          <span className="text-muted">To predict:</span>
          {names.map((name) => (
            <a
              key={name}
              className="link aria-[current=true]:font-semibold aria-[current=true]:no-underline"
              aria-current={name === truth}
              href={`?release=${release.id}&truth=${encodeURIComponent(name)}#starters`}
            >
              {name}
            </a>
          ))}
        </p>
      )}
      <StarterList starters={found.starters} release={release.id} truth={truth} form="label" />
    </Section>
  )
}
