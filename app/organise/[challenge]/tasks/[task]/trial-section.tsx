import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { apiPaths } from '#app/_ui/paths.ts'
import { tryOnSample } from './actions.ts'
import { FileSender } from './file-sender.tsx'
import type { Scorer } from './scorer-types.ts'
import { TrialResult } from './trial-result.tsx'

/** Trying a version on the sample submission or a file of one's own, and how the latest trials went. */
export function TrialSection({ scorer, challenge }: { scorer: Scorer; challenge: string }) {
  const [latest, ...earlier] = scorer.trials
  const accept = scorer.manifest?.reads.map((format) => `.${format}`).join(',') ?? '.csv'
  return (
    <section
      aria-label={`Trials of version ${scorer.number}`}
      className="grid grid-cols-1 gap-4 border-t border-line pt-4"
    >
      <h4 className="text-lg font-semibold">Try it</h4>
      <div className="grid gap-4 sm:grid-cols-2">
        <ActionForm action={tryOnSample} className="grid grid-cols-1 content-start gap-3">
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="task" value={scorer.task} />
          <input type="hidden" name="scorer" value={scorer.id} />
          <p className="text-muted">
            On the release’s sample submission, exactly as a team’s file would be scored.
          </p>
          <SubmitButton look={scorer.passed ? 'plain' : 'primary'}>Try it on the sample</SubmitButton>
        </ActionForm>
        <FileSender
          address={apiPaths.trialFile(scorer.id)}
          label="Or on a file of yours"
          hint="Predictions as a team sends them"
          accept={accept}
          name={`predictions-${scorer.id}`}
          after="Sent, trying it"
        />
      </div>
      {latest && <TrialResult trial={latest} outputs={scorer.manifest?.outputs ?? []} />}
      {earlier.length > 0 && (
        <details>
          <summary className="font-semibold">Earlier trials ({earlier.length})</summary>
          <div className="mt-4 grid grid-cols-1 gap-6">
            {earlier.map((trial) => (
              <TrialResult key={trial.id} trial={trial} outputs={scorer.manifest?.outputs ?? []} />
            ))}
          </div>
        </details>
      )}
    </section>
  )
}
