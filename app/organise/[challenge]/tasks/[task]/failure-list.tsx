import { Callout } from '#app/_ui/callout.tsx'
import { countText } from '#app/_ui/numbers.ts'
import { paths } from '#app/_ui/paths.ts'
import type { TaskScorers } from './scorer-types.ts'

/** Submissions on which the organisers' program failed, with what it said. */
export function FailureList({ failures }: { failures: TaskScorers['failures'] }) {
  if (failures.length === 0) return null
  return (
    <Callout tone="bad" title={`Your scorer failed on ${countText(failures.length, 'submission')}`}>
      <p>
        Their teams were told that it is not their fault; it cost them no quota. Mend the program, upload it
        as a new version, choose it and score them again.
      </p>
      <ul className="mt-3 grid gap-2">
        {failures.map(({ submission, team, fault }) => (
          <li key={submission}>
            <details>
              <summary>
                <span className="font-semibold">{team}</span>: {fault.split('\n')[0]}
              </summary>
              <pre className="mt-1 whitespace-pre-wrap break-words font-mono text-sm">{fault}</pre>
              <a className="link" href={paths.submission(submission)}>
                See the submission
              </a>
            </details>
          </li>
        ))}
      </ul>
    </Callout>
  )
}
