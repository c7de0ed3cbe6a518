import type { ReactNode } from 'react'
import { Callout } from '#app/_ui/callout.tsx'
import { paths } from '#app/_ui/paths.ts'
import type { Submission } from './submission-types.ts'

/** One sentence on how it went, or on what is going on. */
export function Outcome({ submission }: { submission: Submission }) {
  const { status, task, problemCount } = submission
  if (status === 'queued' || status === 'scoring') {
    const now = status === 'queued' ? 'It waits for a scorer.' : 'It is being scored.'
    return (
      <Around>
        <Callout live title={now}>
          This page follows by itself; you may also close it.
        </Callout>
      </Around>
    )
  }
  if (status === 'rejected') {
    return (
      <Around>
        <Callout tone="bad" live title="The file cannot be used as it is">
          It costs no quota. {problemCount === 1 ? 'Mend the problem' : 'Mend the problems'} below and send it
          again.
        </Callout>
      </Around>
    )
  }
  if (status === 'faulted' && submission.faultBy === 'organiser') {
    return (
      <Around>
        <Callout tone="bad" live title="The organisers’ scorer failed on this file">
          It is neither your file’s fault nor the platform’s, and costs no quota. The organisers were told
          what went wrong; when they have mended their program they can score your file again, and the result
          appears here.
        </Callout>
      </Around>
    )
  }
  if (status === 'faulted') {
    return (
      <Around>
        <Callout tone="bad" live title="We failed to score this file">
          It is not your file’s fault and costs no quota. The organisers see what went wrong and can score it
          again.
        </Callout>
      </Around>
    )
  }
  return (
    <Around>
      {submission.outdated && (
        <div className="mb-4">
          <Callout tone="warn" title="Scored by an earlier scorer">
            The organisers have changed what scores this task. What you see here is kept, and counts again
            when the file has been scored by the new one.
          </Callout>
        </div>
      )}
      <a className="link font-semibold" href={paths.leaderboard(task.slug)}>
        See the leaderboard
      </a>
    </Around>
  )
}

function Around({ children }: { children: ReactNode }) {
  return <div className="mb-8">{children}</div>
}
