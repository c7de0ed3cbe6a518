import { wholeText } from '#app/_ui/numbers.ts'
import { paths } from '#app/_ui/paths.ts'
import type { ChallengeData } from './load-data.ts'

/** The datasets of a challenge: what they are, a glimpse of their images, the way to the explorer. */
export function DataList({ data }: { data: readonly ChallengeData[] }) {
  return (
    <ul className="grid grid-cols-1 gap-6">
      {data.map(({ slug, title, summary, facts, images }) => (
        <li key={slug} className="border border-line bg-surface">
          {images.length > 0 && (
            // the alternative text is the title below: the pictures only give a glimpse
            <div
              aria-hidden="true"
              className="flex h-16 flex-wrap gap-x-2 gap-y-6 overflow-hidden bg-white px-5 py-3"
            >
              {images.map((address) => (
                <img key={address} src={address} alt="" loading="lazy" className="size-10 max-w-none" />
              ))}
            </div>
          )}
          <div className="border-t border-line px-5 py-4">
            <a className="text-lg font-semibold hover:text-accent hover:underline" href={paths.dataset(slug)}>
              {title}
            </a>
            <p className="mt-0.5 text-muted">{summary}</p>
            {facts && (
              <p className="mt-1.5 text-sm text-muted">
                {wholeText(facts.rows)} rows as CSV and Parquet · {facts.licence}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
